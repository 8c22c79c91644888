import typing

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AssetKind(models.TextChoices):
    """What somebody can bring (domain.md, words)."""

    SKILL = "skill", _("A skill")
    INTEREST = "interest", _("An interest")
    KNOWLEDGE = "knowledge", _("Something I know about")
    LIFE = "life", _("Life experience")
    CONNECTION = "connection", _("People or places I know")
    TIME = "time", _("Time")


class Audience(models.TextChoices):
    """Who may see something of a person. Nobody else may, whatever their part in a project."""

    ME = "me", _("Only me")
    FACILITATORS = "facilitators", _("Facilitators of my projects")
    PARTNERS = "partners", _("Partners in my projects")


class Asset(models.Model):
    """Something that a person offers by choice, in their own words. Taken away, the row is gone: nothing of it is kept.

    Life experience can say much about somebody's health or family, so the narrowest audience is the usual one.
    """

    class Via(models.TextChoices):
        """The way by which it reached us; the values are those of the upper layers."""

        ONLINE = "online", _("online")
        SESSION = "session", _("in a session")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")

    MOST = 50  # of one person

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=10, choices=AssetKind)
    words = models.CharField(_("in their own words"), max_length=300)
    seen_by = models.CharField(max_length=12, choices=Audience, default=Audience.ME)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    search: typing.Any = models.GeneratedField(
        expression=SearchVector("words", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "words"], name="asset_offered_once"),
            models.CheckConstraint(condition=~Q(words=""), name="asset_says_something"),
        ]

    def __str__(self) -> str:
        return self.words
