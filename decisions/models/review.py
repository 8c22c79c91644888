"""Looking again at what was decided, and what takes its place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision
from decisions.models.triggers import replacement_triggers, review_triggers
from participants.ledger import append_only
from projects.models import Membership, PartnerGroup


class Review(models.Model):
    """What partners found when they looked at a decision again. Append-only; the next look is a new row."""

    class Result(models.TextChoices):
        KEEP = "keep", _("Keep it")
        AGAIN = "again", _("Keep it, and look at it again")
        CHANGE = "change", _("Change it")
        ENDED = "ended", _("It holds no more")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=8, choices=Result)
    words = models.TextField(_("what we found, and why"), max_length=3000)
    next_on = models.DateField(_("look at it again on"), null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="review_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="review_says_why"),
            models.CheckConstraint(condition=Q(result="again") ^ Q(next_on=None), name="review_again_has_a_day"),
        ]
        triggers = review_triggers()

    def __str__(self) -> str:
        return f"Review {self.number} of {self.decision_id}"


class ReviewPart(models.Model):
    """How many of a group took part in a review. Every group has a row, also the one of which nobody did."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="parts")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["group__position"]
        constraints = [models.UniqueConstraint(fields=["review", "group"], name="review_part_once_per_group")]
        triggers = append_only("reviewpart")

    def __str__(self) -> str:
        return f"{self.group_id}: {self.people}"


class Replacement(models.Model):
    """From this moment the newer decision holds in place of the older one. Once for each of them; append-only."""

    older = models.OneToOneField(Decision, models.PROTECT, related_name="replacement")
    newer = models.OneToOneField(Decision, models.PROTECT, related_name="took_the_place")
    at = models.DateTimeField()

    class Meta:
        triggers = replacement_triggers()

    def __str__(self) -> str:
        return f"{self.older_id} replaced by {self.newer_id}"
