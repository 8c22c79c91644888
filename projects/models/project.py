import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.ladder import Rung
from projects.models.organisation import Organisation
from projects.table import shape_of


class Project(models.Model):
    """One co-produced project: of a service, or of one person's support.

    The second is private: led by that person, and not there for anybody without a place in it (domain.md §1).
    """

    class Scope(models.TextChoices):
        SERVICE = "service", _("A service")
        SUPPORT = "support", _("One person's support")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    purpose = models.CharField(_("purpose, in one sentence"), max_length=300)
    final_say = models.CharField(_("who has the final say"), max_length=300)
    answer_days = models.PositiveSmallIntegerField(_("working days the commissioner has to answer"), default=10)
    freephone = models.CharField(_("phone number for people who take part by post"), max_length=40, blank=True)
    post_to = models.TextField(_("address that reply slips go to"), max_length=300, blank=True)
    quiet_after = models.PositiveSmallIntegerField(_("days after which somebody has gone quiet"), default=28)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    scope = models.CharField(max_length=7, choices=Scope, default=Scope.SERVICE)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    QUIET_AFTER = (7, 180)  # the least and the most days after which somebody has gone quiet

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quiet_after__range=(7, 180)), name="quiet_after_some_time"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="project_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("overview", args=[self.slug])

    @property
    def is_private(self) -> bool:
        return self.scope == self.Scope.SUPPORT


class PartnerGroup(models.Model):
    """A group of partners in one project. `key` is the same in every project; the name can be changed."""

    class Key(models.TextChoices):
        USE = "use", _("People who use services")
        CARERS = "carers", _("Carers")
        STAFF = "staff", _("Staff")
        COMMISSIONERS = "commissioners", _("Commissioners")

    LIVED_EXPERIENCE = (Key.USE, Key.CARERS)

    project = models.ForeignKey(Project, models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="group_key_once_in_project"),
            models.UniqueConstraint(fields=["project", "position"], name="group_position_once_in_project"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lived_experience(self) -> bool:
        return self.key in self.LIVED_EXPERIENCE

    @property
    def shape(self) -> str:
        """The shape that stands for this group wherever it shows, always beside its name."""
        return shape_of(self.key, self.position)


# A stage that has begun keeps its place, which is its address too, and stays.
BEGUN_STAYS = "RAISE EXCEPTION 'a stage that has begun stays where it is' USING ERRCODE = 'restrict_violation';"


class Stage(models.Model):
    """One step of a project, in order. It is open from `began_at` until it has a closure.

    `rung` is what its facilitator declares about it; empty where nobody has said yet.
    """

    class Kind(models.TextChoices):
        DESIGN = "design", _("Design")
        COMMISSIONING = "commissioning", _("Commissioning")
        DELIVERY = "delivery", _("Delivery")
        REVIEW = "review", _("Review")

    project = models.ForeignKey(Project, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.DESIGN)
    purpose = models.CharField(_("what this stage is for"), max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    open_to_change = models.CharField(_("what you can still change"), max_length=500, blank=True)
    fixed = models.CharField(_("what is already fixed"), max_length=500, blank=True)
    rung = models.CharField(_("the rung of the ladder"), max_length=13, choices=Rung, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"],
                name="stage_position_once_in_project",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stage_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(rung="") | Q(rung__in=Rung.values), name="stage_rung_is_on_the_ladder"),
            models.CheckConstraint(condition=~Q(name=""), name="stage_has_a_name"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="begun_stage_keeps_its_place",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__began_at__isnull=False, old__position__df=pgtrigger.F("new__position")),
                func=BEGUN_STAYS,
            ),
            pgtrigger.Trigger(
                name="begun_stage_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__began_at__isnull=False),
                func=BEGUN_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:stage", args=[self.project.slug, self.position])

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "closure")

    @property
    def is_open(self) -> bool:
        return self.began_at is not None and not self.is_closed
