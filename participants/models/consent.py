import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self, today: dt.date) -> "ConsentQuerySet":
        """Those that count today: neither withdrawn nor over, of people who are still here."""
        return self.filter(withdrawn_at=None, ends_on__gte=today, person__is_active=True)


class Consent(models.Model):
    """That a person agreed to one use of what is theirs, until a day (domain.md §8). They can withdraw it at any time.

    `topic` ("learning:12") lets upper layers find theirs; `words` is what the person agreed to, as they read it.
    """

    class Purpose(models.TextChoices):
        NAMED = "named", _("My name on a public page")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    topic = models.CharField(max_length=80)
    words = models.CharField(max_length=500)
    via = models.CharField(max_length=7, default="online")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ends_on = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "topic"], condition=Q(withdrawn_at=None), name="consent_stands_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="consent_says_to_what"),
        ]
        indexes = [models.Index(fields=["topic"], name="consent_by_topic", condition=Q(withdrawn_at=None))]

    def __str__(self) -> str:
        return self.words
