from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision
from participants.ledger import append_only
from projects.models import Membership, Via


class Interest(models.Model):
    """What a partner, or somebody close to them, could gain or lose by a decision, as they declared it (domain.md §7).

    Append-only; the newest of a partner counts, and empty words say that it holds no more.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="interests", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.TextField(_("what they could gain or lose"), max_length=500, blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["decision", "membership"], name="interest_in_decision")]
        triggers = append_only("interest")

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.decision_id}"
