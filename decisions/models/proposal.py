"""What partners would like to be decided, and how it is shaped together before it is opened (domain.md §7).

Nothing here is ever changed: new words, what others say about them, what came of that, and the end are rows of their
own.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision
from decisions.models.triggers import only_while_shaped, same_project
from participants.ledger import append_only
from projects.models import Membership, PartnerGroup, Project, Via


class Proposal(models.Model):
    """That a partner proposes a question. Any partner can; its words stand in its versions.

    `group` is theirs at that time.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="proposals")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="proposal_number_once_in_project")]
        indexes = [models.Index(fields=["project", "-at"], name="proposal_of_project")]
        triggers = append_only("proposal")

    def __str__(self) -> str:
        return f"Proposal {self.number} in {self.project_id}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:proposal", args=[self.project.slug, self.number])


class ProposalVersion(models.Model):
    """The words of a proposal as they stood at one time. A change is a new row that says why."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(_("the question"), max_length=300)
    words = models.TextField(_("what we would decide"), max_length=3000)
    why = models.TextField(_("why"), max_length=2000)
    because = models.TextField(_("what changed and why"), max_length=1000, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once"),
            models.CheckConstraint(condition=~Q(question="") & ~Q(words=""), name="proposal_version_says_something"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(because=""), name="proposal_version_says_why_it_changed"),
        ]
        triggers = [*append_only("proposal_version"), only_while_shaped("proposal_version")]

    def __str__(self) -> str:
        return f"{self.proposal_id} version {self.number}"


class ProposalRemark(models.Model):
    """What a partner says about a version: a question, a reaction, or a change with the words that they would want."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        REACTION = "reaction", _("Reaction")
        CHANGE = "change", _("Suggested change")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="remarks")
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.TextField(max_length=3000)
    why = models.TextField(_("why"), max_length=1000, blank=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="proposal_remark_says_something"),
            models.CheckConstraint(condition=~Q(kind="change", why=""), name="proposal_change_says_why"),
        ]
        indexes = [models.Index(fields=["proposal", "-at"], name="remark_on_proposal")]
        triggers = [*append_only("proposal_remark"), only_while_shaped("proposal_remark")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.proposal_id}"


class ProposalAnswer(models.Model):
    """What came of a question or of a suggested change, said once and for all to read."""

    class How(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        TAKEN_UP = "taken_up", _("Taken up")
        NOT = "not", _("Not taken up")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    remark = models.OneToOneField(ProposalRemark, models.PROTECT, related_name="answer")
    how = models.CharField(max_length=8, choices=How)
    words = models.TextField(_("the answer"), max_length=1000)
    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="took_up", null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="proposal_answer_says_something"),
            models.CheckConstraint(
                condition=Q(how="taken_up", version__isnull=False) | (~Q(how="taken_up") & Q(version=None)),
                name="proposal_answer_names_the_version_that_took_it_up",
            ),
        ]
        triggers = [*append_only("proposal_answer"), only_while_shaped("proposal_answer")]

    def __str__(self) -> str:
        return f"Answer to {self.remark_id}"


class ProposalEnd(models.Model):
    """What became of a proposal, once: opened as a decision, not taken up with a reason, or taken back."""

    class How(models.TextChoices):
        OPENED = "opened", _("Opened as a decision")
        NOT = "not", _("Not taken up")
        TAKEN_BACK = "back", _("Taken back")

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="end")
    how = models.CharField(max_length=6, choices=How)
    because = models.TextField(_("why"), max_length=2000, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="proposed_in", null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="opened", decision__isnull=False) | (~Q(how="opened") & Q(decision=None)),
                name="proposal_opened_as_one_decision",
            ),
            models.CheckConstraint(condition=~Q(how="not", because=""), name="proposal_not_taken_up_says_why"),
        ]
        triggers = [*append_only("proposal_end"), same_project()]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.how}"
