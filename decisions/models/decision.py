from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.models.triggers import wording_triggers
from participants.ledger import append_only
from projects.models import Contribution, Membership, PartnerGroup, Project, Stage


class Decision(models.Model):
    """A question that partners settle together, by a method agreed beforehand."""

    class Method(models.TextChoices):
        CONSENT = "consent", _("Consent")

    project = models.ForeignKey(Project, models.CASCADE, related_name="decisions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    question = models.CharField(_("the question"), max_length=300)
    background = models.TextField(_("what people should know first"), max_length=3000, blank=True)
    method = models.CharField(max_length=10, choices=Method, default=Method.CONSENT)
    asks_for_answer = models.BooleanField(_("ask the commissioner to answer"), default=True)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("open until"))
    came_from = models.ManyToManyField(
        Contribution, related_name="decisions", blank=True, verbose_name=_("what people said that led to it")
    )
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="decision_number_once_in_project"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="decision_closes_after_it_opens"),
        ]
        indexes = [models.Index(fields=["project", "-opened_at"], name="decision_of_project")]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.project.slug, self.number])


class Wording(models.Model):
    """One version of what is proposed. A change is a new row that says why; the old one stays readable."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(_("we propose"), max_length=3000)
    because = models.TextField(_("what changed and why"), max_length=1000, blank=True)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="wording_number_once")]
        triggers = [*append_only("wording"), *wording_triggers()]

    def __str__(self) -> str:
        return f"{self.decision_id} version {self.number}"


class Minimum(models.Model):
    """How many of a group must take part before an outcome stands; below it the outcome is provisional.

    `taken` is how many have; a trigger on positions keeps it, so that a thousand decisions can be sifted at once.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="minimums")
    group = models.ForeignKey(PartnerGroup, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField()
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["group__position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "group"], name="minimum_once_per_group"),
            models.CheckConstraint(condition=Q(people__gte=1), name="minimum_is_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.people}"
