import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.methods import Method, Settle, Share, Tie, choices, methods
from decisions.models.triggers import replacing_triggers, wording_triggers
from participants.ledger import append_only
from projects.models import Contribution, Membership, PartnerGroup, Project, Stage

MOST_POINTS = 100


class Decision(models.Model):
    """A question that partners settle together, by a method agreed beforehand.

    `share` and `of_all` are for a majority; `points` are the most for one option, or each person's dots; `tie` says
    what happens where options are level, and `settle` where somebody still objects. `within_groups`: each group with
    lived experience has to agree too.
    `private`: everybody reads who took part, and nobody what each of them said; a promise, so it never changes.
    It is looked at again on a day, or when something has happened (`review_when`). `replaces` is an older decision of
    the same project, which holds until this one stands.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="decisions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    question = models.CharField(_("the question"), max_length=300)
    background = models.TextField(_("what people should know first"), max_length=3000, blank=True)
    method = models.CharField(_("how we decide"), max_length=10, choices=choices, default="consent")
    share = models.CharField(_("how many have to say yes"), max_length=14, choices=Share, default=Share.HALF)
    of_all = models.BooleanField(_("of everybody who can take part"), default=False)
    points = models.PositiveSmallIntegerField(default=5)
    tie = models.CharField(_("when options are level"), max_length=5, choices=Tie, default=Tie.AGAIN)
    settle = models.CharField(_("when somebody still objects"), max_length=5, choices=Settle, default=Settle.AGAIN)
    within_groups = models.BooleanField(_("each group with lived experience has to agree too"), default=False)
    private = models.BooleanField(_("what each person says is private"), default=False)
    asks_for_answer = models.BooleanField(_("ask the commissioner to answer"), default=True)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("open until"))
    came_from = models.ManyToManyField(
        Contribution, related_name="decisions", blank=True, verbose_name=_("what people said that led to it")
    )
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    review_when = models.CharField(_("look at it again when"), max_length=200, blank=True)
    review_owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="newer", null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="decision_number_once_in_project"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="decision_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(private=False) | Q(within_groups=False), name="decision_private_is_counted_as_a_whole"
            ),
            models.CheckConstraint(condition=Q(points__range=(1, MOST_POINTS)), name="decision_has_points_to_give"),
        ]
        indexes = [models.Index(fields=["project", "-opened_at"], name="decision_of_project")]
        triggers = [pgtrigger.ReadOnly(name="decision_stays_private", fields=["private"]), *replacing_triggers()]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.project.slug, self.number])

    @property
    def way(self) -> Method:
        """The method, with its count and its words."""
        return methods()[self.method]


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
