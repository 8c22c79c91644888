"""What a stage felt like to each partner."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.ladder import Rung
from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import PartnerGroup, Stage


class HowMuch(models.IntegerChoices):
    """How far somebody agrees with a sentence, in words."""

    NOT_AT_ALL = 1, _("Not at all")
    A_LITTLE = 2, _("A little")
    HALF = 3, _("Half and half")
    MOSTLY = 4, _("Mostly")
    COMPLETELY = 5, _("Completely")


class CheckIn(models.Model):
    """One partner's answers about one stage, in the group that was theirs then. No page shows them with a name.

    The row knows whose it is: so each answers once, and can change it. It is no involvement and no line of the record,
    since both are read with names.
    """

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="check_ins")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="check_ins")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    rung = models.CharField(max_length=13, choices=Rung)
    heard = models.PositiveSmallIntegerField(choices=HowMuch)
    knows = models.PositiveSmallIntegerField(choices=HowMuch)
    line = models.CharField(_("one thing to say"), max_length=300, blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "membership"], name="check_in_once_per_partner_and_stage"),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="check_in_rung_known"),
            models.CheckConstraint(
                condition=Q(heard__range=(1, 5), knows__range=(1, 5)), name="check_in_from_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in of {self.stage_id}"
