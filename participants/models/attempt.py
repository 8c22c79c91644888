from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participants.models.message import Message


class Attempt(models.Model):
    """What came of one call, or of one letter: whom we reached, and when to try again."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("I told them")
        LEFT_WORD = "left_word", _("I left a message")
        NO_ANSWER = "no_answer", _("Nobody answered")
        NO_CALLS = "no_calls", _("They asked not to be called")

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    outcome = models.CharField(max_length=9, choices=Outcome)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    again_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(again_on=None) | Q(outcome__in=["left_word", "no_answer"]),
                name="attempt_again_if_not_reached",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.message_id}"
