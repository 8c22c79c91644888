"""The end of a stage: everybody is asked, somebody closes it, and what was missing stays for all to read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import PartnerGroup, Stage


class StageQuestion(models.Model):
    """That everybody was asked "are we done here?", by whom and when. It stands until it is asked anew or the stage
    closes."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=Q(ended_at=None), name="one_standing_question_per_stage"
            )
        ]

    def __str__(self) -> str:
        return f"Is {self.stage_id} done?"


class StageAnswer(models.Model):
    """What one partner says to it. The last word counts, until the stage closes. `group` is theirs at that time."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        CONCERN = "concern", _("Yes, with a concern")
        NOT_YET = "not_yet", _("Not yet")

    question = models.ForeignKey(StageQuestion, models.PROTECT, related_name="answers")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="stage_answers")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer)
    words = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "membership"], name="one_answer_per_partner_and_question"),
            models.CheckConstraint(condition=Q(answer="yes") | ~Q(words=""), name="stage_answer_says_what_is_wrong"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.answer}"


class StageClosure(models.Model):
    """That a stage was closed, by whom and when; what was missing stands in its gaps.

    `stage` is empty once the stage was opened again: then the row stays as one of the `past_closures` of its stage,
    with who opened it, when and why.
    """

    stage = models.OneToOneField(Stage, models.PROTECT, related_name="closure", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    question = models.ForeignKey(StageQuestion, models.PROTECT, related_name="+", null=True, blank=True)
    reopened_stage = models.ForeignKey(Stage, models.PROTECT, related_name="past_closures", null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(_("why it is opened again"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closure_stands_or_was_reopened",
                condition=Q(
                    stage__isnull=False, reopened_stage=None, reopened_by=None, reopened_at=None, reopened_because=""
                )
                | Q(stage=None, reopened_stage__isnull=False, reopened_by__isnull=False, reopened_at__isnull=False)
                & ~Q(reopened_because=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage or self.reopened_stage} closed"


class StageGap(models.Model):
    """One thing that was missing when a stage closed. A kind that needs a reason can't be kept without one.

    `group` or `title` say what it is about, `partners` how many it concerns.
    """

    class Kind(models.TextChoices):
        NO_PART = "no_part", _("took no part")
        NO_ANSWER = "no_answer", _("has not said whether we are done")
        NOT_YET = "not_yet", _("said “not yet”")
        NO_MEETING = "no_meeting", _("had no session and no decision")
        JOINED_LATE = "joined_late", _("joined after the first stage")
        REVIEW_ALONE = "review_alone", _("a review without lived experience")
        OPEN_DECISION = "open_decision", _("a decision is still open")
        UNTOLD = "untold", _("people have not been told what came of it")
        NOT_EASY = "not_easy", _("has no Easy Read words")
        HURRIED = "hurried", _("had too little time to answer")

    NEED_A_REASON = (Kind.NO_PART, Kind.NO_ANSWER, Kind.NOT_YET)

    closure = models.ForeignKey(StageClosure, models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.NO_PART)
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="gaps", null=True, blank=True)
    about = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    partners = models.PositiveIntegerField(default=0)
    reason = models.TextField(_("why the stage went on"), max_length=2000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "kind", "group", "about"], nulls_distinct=False, name="stage_gap_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("no_part", "no_answer", "not_yet")) | ~Q(reason="") & Q(group__isnull=False),
                name="stage_gap_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closure}: {self.kind}"
