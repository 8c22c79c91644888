"""Terms of reference: what partners agree among themselves about their work together (domain.md §7)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.ledger import append_only
from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import PartnerGroup, Project


class TermsPart(models.TextChoices):
    """The parts of the terms, in their order. Each is a field of `TermsVersion`."""

    PURPOSE = "purpose", _("What we want to do together")
    IN_SCOPE = "in_scope", _("What this is about")
    OUT_OF_SCOPE = "out_of_scope", _("What this is not about")
    FINAL_SAY = "final_say", _("Who has the final say")
    BEHAVIOUR = "behaviour", _("How we treat each other")
    CONFIDENTIALITY = "confidentiality", _("What stays between us")
    MEETINGS = "meetings", _("How often we meet")


class TermsVersion(models.Model):
    """The terms of a project as they stood at one time. A change is a new row that says why; old ones stay readable.

    Its `final_say` is a proposal until it is agreed: `Project.final_say` is what holds, and what pages show.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField(max_length=2000, blank=True)
    in_scope = models.TextField(max_length=2000, blank=True)
    out_of_scope = models.TextField(max_length=2000, blank=True)
    final_say = models.CharField(max_length=300)
    behaviour = models.TextField(max_length=2000, blank=True)
    confidentiality = models.TextField(max_length=2000, blank=True)
    meetings = models.TextField(max_length=2000, blank=True)
    because = models.TextField(_("what changed and why"), max_length=1000, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="terms_number_once_in_project")]
        triggers = append_only("terms")

    def __str__(self) -> str:
        return f"{self.project_id} version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("projects:terms_version", args=[self.project.slug, self.number])

    def part(self, key: str) -> str:
        """The words of one part."""
        return str(getattr(self, TermsPart(key)))


class TermsAgreed(models.Model):
    """That partners agreed on a version, and in what (`about`, as in the ledgers: "decision:3"). Append-only.

    `missing` says which groups are below their minimum; where it says something the agreement is provisional. That can
    end, once, and nothing else changes; the history keeps who was missing and since when it holds.
    """

    version = models.OneToOneField(TermsVersion, models.PROTECT, related_name="agreed")
    about = models.CharField(max_length=60)
    missing = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only(
            "terms_agreed",
            unless="OLD.missing <> '' AND NEW.missing = '' AND to_jsonb(NEW) - 'missing' = to_jsonb(OLD) - 'missing'",
        )

    def __str__(self) -> str:
        return f"{self.version_id} agreed"


class TermsKeeper(models.Model):
    """That a partner keeps the draft beside the facilitators, from one day until another."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="terms_keepers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(ended_at=None), name="terms_kept_by_one_partner")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} keeps {self.project_id}"


class TermsSuggestion(models.Model):
    """How a partner would write one part, and why. Taken into a version or answered with why not; never just refused.

    `group` is theirs at that time.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="terms_suggestions")
    on = models.ForeignKey(TermsVersion, models.PROTECT, related_name="suggestions")
    part = models.CharField(max_length=15, choices=TermsPart)
    words = models.TextField(_("how it should read"), max_length=2000)
    why = models.TextField(_("why"), max_length=1000)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="terms_suggestions")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_into = models.ForeignKey(TermsVersion, models.PROTECT, related_name="took_in", null=True, blank=True)
    answer = models.TextField(_("what we did with it, and why"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="terms_suggestion_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, taken_into=None) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="terms_suggestion_answered_with_words",
            ),
        ]
        indexes = [models.Index(fields=["project", "-at"], name="terms_suggestion_of_project")]
        triggers = [
            pgtrigger.ReadOnly(
                name="terms_suggestion_is_kept", exclude=["taken_into", "answer", "answered_by", "answered_at"]
            ),
            pgtrigger.Protect(name="terms_suggestion_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class TermsAcceptance(models.Model):
    """That a partner read the agreed terms and accepts them. Append-only; a newer version is accepted anew."""

    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="acceptances")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="terms_acceptances")
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "membership"], name="terms_accepted_once")]
        triggers = append_only("terms_acceptance")

    def __str__(self) -> str:
        return f"{self.membership_id} accepts {self.version_id}"


class TermsQuestion(models.Model):
    """What a partner wants to know before they accept the terms. They and the facilitators read it, nobody else."""

    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="questions")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="terms_questions")
    words = models.TextField(_("your question"), max_length=1000)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(_("the answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="terms_question_answered_with_words"
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
