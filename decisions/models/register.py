"""The register of decisions: a chain of entries for each project, each with the hash of the one before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision
from participants.ledger import append_only
from projects.models import Project


class RegisterEntry(models.Model):
    """One entry (decisions/register.py). Append-only; a correction is a new entry that names the one it corrects.

    `hash` is of its canonical form with the hash of the one before it (decisions/verify_record.py). `seal` can only be
    made with this installation's own secret: who can write to the database alone can't add an entry that holds.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        WORDING = "wording", _("New wording")
        OPTION_WITHDRAWN = "option_withdrawn", _("Option withdrawn")
        CLOSING = "closing", _("Closes sooner")
        OUTCOME = "outcome", _("Outcome")
        STANDS = "stands", _("Came to stand")
        TOLD = "told", _("People told")
        ANSWER = "answer", _("Commissioner’s answer")
        ACTION = "action", _("To be done")
        ACTION_DONE = "action_done", _("Said to be done")
        ACTION_DROPPED = "action_dropped", _("Will not be done")
        NOT_HAPPENED = "not_happened", _("Said not to have happened")
        REVIEWED = "reviewed", _("Looked at again")
        REPLACED = "replaced", _("Replaced")
        CORRECTION = "correction", _("Correction")

    project = models.ForeignKey(Project, models.PROTECT, related_name="register")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="register")
    body = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "register entries"
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="register_number_once")]
        triggers = append_only("register")

    def __str__(self) -> str:
        return f"{self.project_id}: {self.number} {self.kind}"


class RegisterHead(models.Model):
    """The last entry of a project's register. It is held while one is added: no two have the same number."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="register_head")
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"
