from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision, Wording
from decisions.models.option import Option
from decisions.models.position import Objection
from decisions.models.triggers import outcome_triggers
from participants.ledger import append_only
from projects.models import Contribution, Membership


class Outcome(models.Model):
    """What was decided, why, and what was rejected and why. Append-only: a correction will be a new fact.

    `provisional`: a group was below its minimum when it was recorded. `stands_since` is filled in once, when such an
    outcome comes to stand, and the day of the answer with it; the trigger lets nothing else change.
    """

    class Result(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        NOT_AGREED = "not_agreed", _("Not agreed")

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=10, choices=Result)
    chosen = models.ForeignKey(Option, models.PROTECT, related_name="+", null=True, blank=True)
    decided = models.TextField(_("what was decided"), max_length=3000)
    reasons = models.TextField(_("the reasons"), max_length=3000)
    rejected = models.TextField(_("what was rejected, and why"), max_length=3000)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answer_due_on = models.DateField(_("the commissioner answers by"), null=True, blank=True)
    provisional = models.BooleanField(_("a group was missing"), default=False)
    stands_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["recorded_at"], name="outcome_by_time")]
        triggers = outcome_triggers()

    def __str__(self) -> str:
        return f"Outcome of {self.decision_id}"

    @property
    def is_provisional(self) -> bool:
        """Does it not stand yet?"""
        return self.provisional and self.stands_since is None


class Influence(models.Model):
    """What something that a partner said changed in a decision: taken up, in part, or not and why."""

    class How(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up")
        IN_PART = "in_part", _("Taken up in part")
        NOT = "not", _("Not taken up")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="influences")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="influences")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="influences", null=True, blank=True)
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="influences", null=True, blank=True)
    how = models.CharField(max_length=8, choices=How)
    because = models.TextField(_("how, or why not"), max_length=1000)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(contribution=None) ^ Q(objection=None), name="influence_has_one_source"),
            models.UniqueConstraint(fields=["decision", "contribution"], name="influence_once_per_contribution"),
            models.UniqueConstraint(fields=["decision", "objection"], name="influence_once_per_objection"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.how}"


class Feedback(models.Model):
    """ "You said, we did" or "we couldn't, because". Owed from the moment of the outcome, told once it reached them.

    Nobody has written what came of it while `written_at` is empty. `told_via` is a channel of the outbox.
    What was said without a name has a row of its own (`nameless`), so that no answer ties those words to the name.
    `quoted` is what `you_said` copies, where it is no position; the copy follows it (decisions/actions/quotes.py).
    """

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="feedback")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="feedback")
    nameless = models.ForeignKey(Contribution, models.PROTECT, related_name="+", null=True, blank=True)
    quoted = models.ForeignKey(Contribution, models.PROTECT, related_name="+", null=True, blank=True)
    you_said = models.TextField(_("you said"), max_length=1000, blank=True)
    we_did = models.TextField(_("we did, or we couldn't, because"), max_length=1000, blank=True)
    did = models.BooleanField(_("it was done"), default=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_via = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "membership"], condition=Q(nameless=None), name="feedback_once_per_person"
            ),
            models.UniqueConstraint(fields=["outcome", "nameless"], name="feedback_once_without_a_name"),
            models.CheckConstraint(
                condition=Q(written_at=None) | (~Q(we_did="") & Q(written_by__isnull=False)),
                name="feedback_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(written_at__isnull=False), name="feedback_written_before_told"
            ),
        ]
        indexes = [models.Index(fields=["outcome"], name="feedback_owed", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name that pages show, whoever reads them."""
        return gettext("Somebody") if self.nameless_id else self.membership.person.name

    @property
    def was_taken_back(self) -> bool:
        """Is what was answered here gone? Needs `quoted` and `nameless`."""
        said = self.nameless or self.quoted
        return said is not None and said.taken_back_at is not None


class Response(models.Model):
    """The commissioner's answer to what partners decided: yes, in part or no, with reasons. Append-only."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Yes, we will do this")
        IN_PART = "in_part", _("Yes, in part")
        NOT = "not", _("No")

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="response")
    answer = models.CharField(max_length=8, choices=Answer)
    reasons = models.TextField(_("the reasons"), max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("response")

    def __str__(self) -> str:
        return f"Answer to {self.decision_id}"
