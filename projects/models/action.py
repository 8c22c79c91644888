"""What is to be done, and how it goes: action items and the notes about them. Both are append-only by trigger."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.ledger import append_only
from projects.models.ledgers import Via
from projects.models.project import Project


class ActionItem(models.Model):
    """One thing that is to be done: what, by whom, until when. Its notes say how it stands (projects/doing.py).

    `about` names what it follows from ("decision:12", "session:3"). Whoever answers for the service can own one without
    a place in the project, so the owner is a person.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="action_items")
    about = models.CharField(max_length=60)
    what = models.CharField(_("what is to be done"), max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="action_items")
    due_on = models.DateField(_("until"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="action_item_says_something")]
        indexes = [
            models.Index(fields=["about", "due_on"], name="action_item_about"),
            models.Index(fields=["project", "due_on"], name="action_item_of_project"),
        ]
        triggers = append_only("action_item")

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("projects:action", args=[self.project.slug, self.pk])


class ActionNote(models.Model):
    """What somebody says about how it goes. The last one says how it stands; `done` says what is different now.

    `person` is whose words they are. `entered_by` typed them: themself, a supporter, or a facilitator whom they told.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("It is under way")
        DONE = "done", _("It is done")
        NOT_HAPPENED = "not_happened", _("This has not happened")
        DROPPED = "dropped", _("It will not be done")

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField(_("in their words"), max_length=2000)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="action_note_says_something")]
        indexes = [models.Index(fields=["item", "-id"], name="action_note_newest")]
        triggers = append_only("action_note")

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
