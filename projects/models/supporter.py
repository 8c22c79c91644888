import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.ledger import append_only
from projects.models.ledgers import Via
from projects.models.membership import Membership, new_code


class Support(models.TextChoices):
    """The named things that a partner lets a supporter do for them. Reading is always among them."""

    ANSWER = "answer", _("Answer about sessions")
    SAY = "say", _("Say something")
    DECIDE = "decide", _("Take a position on decisions")


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def helping(self, now: dt.datetime) -> "SupporterQuerySet":
        """Who said yes, was not stopped, whose time is not over, and whose partner still takes part."""
        still = Q(until=None) | Q(until__gt=now)
        return self.filter(
            still,
            accepted_at__isnull=False,
            ended_at=None,
            membership__joined_at__isnull=False,
            membership__left_at=None,
        )

    def asked(self, now: dt.datetime) -> "SupporterQuerySet":
        """Who was asked and can still say yes."""
        return self.filter(
            accepted_at=None,
            declined_at=None,
            ended_at=None,
            expires_at__gt=now,
            membership__joined_at__isnull=False,
            membership__left_at=None,
        )

    def standing(self) -> "SupporterQuerySet":
        """Neither stopped nor turned down: there is one of these at a time for each partner and person."""
        return self.filter(ended_at=None, declined_at=None)


NOBODY_APPOINTS_THEMSELF = """
IF EXISTS (
    SELECT FROM projects_membership AS seat WHERE seat.id = NEW.membership_id AND (
        seat.person_id = NEW.person_id OR (NEW.asked_via = 'online' AND seat.person_id <> NEW.asked_by_id)
    )
) THEN
    RAISE EXCEPTION 'a supporter is chosen by the partner, and is somebody else' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Supporter(models.Model):
    """A person whom a partner chose to help them take part: for named things, until a day or without end.

    They say yes by signing in as themself. `asked_by` is the partner, or the facilitator who wrote down what the
    partner told them (`asked_via` says how). Until they say yes only what was written about them is shown.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="supporters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supports")
    asked_name = models.CharField(max_length=200)
    asked_reach = models.CharField(max_length=254)  # the email address or phone number that was written down
    things = ArrayField(models.CharField(max_length=6, choices=Support), default=list, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "person"],
                condition=Q(ended_at=None, declined_at=None),
                name="supporter_chosen_once",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="supporter_not_by_themself"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="supporter_answers_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(things__contained_by=Support.values), name="supporter_does_only_named_things"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="supporter_chosen_by_partner",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NOBODY_APPOINTS_THEMSELF,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} supports {self.membership.person}"

    @property
    def shown_name(self) -> str:
        """What the partner wrote, until the person said yes: their own details are theirs to share."""
        return self.person.name if self.accepted_at else self.asked_name

    @property
    def named(self) -> list[str]:
        """The things in words, in the order in which the form asks for them."""
        return [str(thing.label) for thing in Support if thing in self.things]

    def state(self, now: dt.datetime) -> str:
        """One of helping, over, stopped, declined, withdrawn, expired, open."""
        if self.accepted_at is not None:
            if self.ended_at is not None:
                return "stopped"
            return "over" if self.until is not None and self.until <= now else "helping"
        if self.declined_at is not None:
            return "declined"
        if self.ended_at is not None:
            return "withdrawn"
        return "open" if now < self.expires_at else "expired"


class SupportGiven(models.Model):
    """One thing that a supporter did for a partner. Nobody can change or take away what stands here.

    `about` is as in Involvement. `facts` hold which answer or stance it was; people's words stay where they were said.
    """

    supporter = models.ForeignKey(Supporter, models.PROTECT, related_name="done")
    thing = models.CharField(max_length=6, choices=Support)
    about = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only("helped")

    def __str__(self) -> str:
        return f"{self.thing} {self.about}"
