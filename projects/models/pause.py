"""Breaks that partners take, and what came of ringing those who have gone quiet."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from projects.models.ledgers import Via


class PauseQuerySet(models.QuerySet["MembershipPause"]):
    def at(self, moment: dt.datetime) -> "PauseQuerySet":
        """The breaks that somebody is on at that moment."""
        return self.filter(
            Q(until=None) | Q(until__gt=moment), Q(ended_at=None) | Q(ended_at__gt=moment), began_at__lte=moment
        )


class MembershipPause(models.Model):
    """A break of one partner: from `began_at` until `until`, or until they say (`ended_at`). Nobody asks why.

    Two breaks of one partner never overlap. Who leaves while on a break leaves it open: they did not come back.
    """

    membership = models.ForeignKey("projects.Membership", models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("began_at")), name="pause_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="pause_ends_after_it_began"
            ),
            # The membership as a range of one: so PostgreSQL needs no extension for it.
            ExclusionConstraint(
                name="pauses_never_overlap",
                expressions=[
                    (
                        Func(F("membership"), F("membership"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("began_at"), Least("until", "ended_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} on a break from {self.began_at}"


class QuietCall(models.Model):
    """One try to reach a partner of whom nothing was heard, and what came of it. For facilitators' eyes.

    `words` are what the partner needs, a thing to do for the facilitators until it is settled; no reason is ever kept.
    """

    class Came(models.TextChoices):
        FINE = "fine", _("They are fine")
        NEEDS = "needs", _("They need something")
        PAUSING = "pausing", _("They want to take a break")
        LEAVING = "leaving", _("They want to leave")
        UNREACHED = "unreached", _("I did not reach them")

    membership = models.ForeignKey("projects.Membership", models.CASCADE, related_name="quiet_calls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    came = models.CharField(max_length=9, choices=Came)
    words = models.CharField(_("what they need"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(came="needs") & ~Q(words="")) | (~Q(came="needs") & Q(words="")),
                name="quiet_call_keeps_needs_and_no_reasons",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(came="needs", settled_at__isnull=False, settled_by__isnull=False),
                name="quiet_call_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["membership", "-at"], name="quiet_call_last"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.came}"
