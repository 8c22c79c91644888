import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.models import AssetKind
from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import Project
from projects.models.session import DesignSession


class HelpAskedQuerySet(models.QuerySet["HelpAsked"]):
    def open_on(self, day: dt.date) -> "HelpAskedQuerySet":
        """Still looked for on that day."""
        return self.filter(ended_at=None, until__gte=day)


class HelpAsked(models.Model):
    """ "Who could …?", asked in a project: matched with what its partners offer, so that help finds its way.

    `terms` are the words that say what is looked for (`participants.matching`). `about` names something of an upper
    layer that it is for, as in the ledgers ("decision:3"); a session has a column of its own.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="help_asked")
    session = models.ForeignKey(DesignSession, models.PROTECT, related_name="help_asked", null=True, blank=True)
    about = models.CharField(max_length=60, blank=True)
    words = models.CharField(_("who could …?"), max_length=200)
    kind = models.CharField(max_length=10, choices=AssetKind, blank=True)
    terms = models.CharField(max_length=220)
    until = models.DateField(_("until"))
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="help_asked")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = HelpAskedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="help_asked_says_something"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="help_asked_ended_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["project", "until"], name="help_asked_of_project")]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("projects:help", args=[self.project.slug, self.pk])

    def is_open(self, day: dt.date) -> bool:
        return self.ended_at is None and day <= self.until


class HelpAnswer(models.Model):
    """What one partner says to it. A no is theirs alone: it only keeps us from asking them again."""

    asked = models.ForeignKey(HelpAsked, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="help_answers")
    yes = models.BooleanField()
    words = models.CharField(_("what they add"), max_length=500, blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "membership"], name="help_answered_once"),
            models.CheckConstraint(condition=Q(yes=True) | Q(words="", via="online"), name="help_no_says_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} to {self.asked_id}"
