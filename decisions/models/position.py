from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision, Wording
from decisions.models.triggers import position_triggers
from participants.ledger import append_only
from projects.models import Membership, PartnerGroup, Via


class Position(models.Model):
    """What one partner says on one wording, with their reason. A change of mind is a new row; the old one is kept.

    `stance` is one of the method's, or OPTIONS where they chose between options: then `says` holds a list of option
    numbers, the best first, or a mapping of them to points. PRIVATE says only that they took part. `group` is theirs
    at that time: somebody who moves later still counts where they stood.
    """

    OPTIONS = "options"
    QUESTION = "question"
    PRIVATE = "private"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="positions", db_index=False)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="positions")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="positions")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=8)
    says = models.JSONField(null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=3000, blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "membership"],
                condition=Q(replaced_at=None),
                name="one_standing_position_per_partner_and_wording",
            ),
            models.CheckConstraint(condition=~Q(stance__in=["object", "block"], reason=""), name="objection_says_why"),
            models.CheckConstraint(
                condition=Q(stance="options", says__isnull=False) | (~Q(stance="options") & Q(says=None)),
                name="position_says_something_of_options",
            ),
        ]
        # Also finds all positions of a decision. With a second index on `decision` alone, PostgreSQL takes that one and
        # reads what everybody said to find one partner.
        indexes = [models.Index(fields=["decision", "membership"], name="position_of_decision")]
        triggers = position_triggers()

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.stance}"


class QuestionAnswer(models.Model):
    """The answer to a position that asks something first. Append-only: everybody who may read the question reads it."""

    position = models.OneToOneField(Position, models.PROTECT, related_name="answer")
    words = models.TextField(_("the answer"), max_length=2000)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("question_answer")

    def __str__(self) -> str:
        return f"Answer to {self.position_id}"


class Objection(models.Model):
    """What became of a position that objects: standing until it is met by a new wording or withdrawn by its owner."""

    position = models.OneToOneField(Position, models.PROTECT, related_name="objection")
    met_by = models.ForeignKey(Wording, models.PROTECT, related_name="met", null=True, blank=True)
    answer = models.TextField(_("how it was met"), max_length=2000, blank=True)
    settled_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(met_by=None) | Q(withdrawn_at=None), name="objection_met_or_withdrawn")
        ]

    def __str__(self) -> str:
        return f"Objection in {self.position_id}"
