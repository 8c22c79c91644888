from django.db import models

from decisions.models.decision import Wording
from decisions.models.triggers import private_triggers
from projects.models import PartnerGroup


class PrivatePositions(models.Model):
    """What the partners of one group said in private on one wording: all of it together, locked (decisions/private.py).

    There is no row for each, so neither a join nor the order of rows or of moments leads to a partner. That somebody
    took part is a `Position` that says no more.
    """

    wording = models.ForeignKey(Wording, models.PROTECT, related_name="private_positions")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    sealed = models.TextField()

    class Meta:
        verbose_name_plural = "private positions"
        constraints = [models.UniqueConstraint(fields=["wording", "group"], name="private_positions_once_per_group")]
        triggers = private_triggers()

    def __str__(self) -> str:
        return f"{self.wording_id}: {self.group_id}"
