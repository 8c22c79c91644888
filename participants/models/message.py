import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self, now: dt.datetime) -> "MessageQuerySet":
        """Not yet settled, due at `now`, and in nobody's hands (a lease that ran out counts as nobody's)."""
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=now),
            sent_at=None,
            dropped_at=None,
            next_try_at__lte=now,
        )

    def unsettled(self) -> "MessageQuerySet":
        """Neither sent nor dropped."""
        return self.filter(sent_at=None, dropped_at=None)


class Message(models.Model):
    """The outbox: one thing to tell one person, once. `participants.actions.queue` writes it, nobody else sends.

    `topic` ("project:12") lets upper layers find theirs; `key` makes it one per person and occasion.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("Email")
        TEXT = "text", _("Text message")
        LETTER = "letter", _("Letter")
        CALL = "call", _("Phone call")

    BY_HAND = (Channel.LETTER, Channel.CALL)

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=80, blank=True)
    context = models.JSONField(default=dict)
    channel = models.CharField(max_length=6, choices=Channel)
    only_this_way = models.BooleanField(default=False)  # the sender may not know of any other way to this person
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="message_once_per_person_and_key"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None), name="message_sent_or_dropped_not_both"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="message_waiting", condition=Q(sent_at=None, dropped_at=None)),
            models.Index(fields=["topic"], name="message_by_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_id}"

    @property
    def by_hand(self) -> bool:
        """Letters and calls wait on a facilitator's desk: no machine sends them."""
        return self.channel in Message.BY_HAND
