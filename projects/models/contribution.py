from typing import Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import Project, Stage
from projects.models.session import DesignSession


class Reader(Protocol):
    """Who reads, as `project_for` answers it (projects.permissions.Seat)."""

    @property
    def project(self) -> Project: ...
    @property
    def person(self) -> Person: ...
    @property
    def is_facilitator(self) -> bool: ...


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, seat: Reader) -> "ContributionQuerySet":
        """What one person may read of a project: the one way to read contributions."""
        standing = self.filter(project=seat.project, taken_back_at=None)
        if seat.is_facilitator:
            return standing
        return standing.filter(~Q(audience=Contribution.Audience.FACILITATORS) | Q(membership__person=seat.person))

    def quotable(self) -> "ContributionQuerySet":
        """What a page that everyone in the project reads may quote, such as a decision."""
        return self.filter(taken_back_at=None).exclude(audience=Contribution.Audience.FACILITATORS)


class Contribution(models.Model):
    """Something that a partner brought, in their words. Read it by `visible_to`, and its name by `shown_name`."""

    class Kind(models.TextChoices):
        EXPERIENCE = "experience", _("An experience")
        IDEA = "idea", _("An idea")
        WORRY = "worry", _("A worry")
        OFFER = "offer", _("An offer")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone in this project, with my name")
        NAMELESS = "nameless", _("Everyone in this project, without my name")
        FACILITATORS = "facilitators", _("Facilitators only, with my name")

    class Form(models.TextChoices):
        WRITTEN = "written", _("Written")
        PHOTO = "photo", _("Photo")
        DOCUMENT = "document", _("File")
        RECORDING = "recording", _("Voice note")

    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="contributions")
    session = models.ForeignKey(DesignSession, models.PROTECT, related_name="contributions", null=True, blank=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(_("what you want to say"), max_length=5000, blank=True)
    form = models.CharField(max_length=9, choices=Form, default=Form.WRITTEN)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.EVERYONE)
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(form="written") | Q(taken_back_at__isnull=False),
                name="contribution_says_something",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(words=""), name="contribution_taken_back_keeps_no_words"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-at", "-id"], name="contribution_of_project"),
            models.Index(fields=["project"], name="contribution_not_for_all", condition=~Q(audience="everyone")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("projects:contribution", args=[self.project.slug, self.pk])

    @property
    def is_nameless(self) -> bool:
        return self.audience == self.Audience.NAMELESS

    @property
    def is_for_everyone(self) -> bool:
        """Readable by all, with the name: nothing about it has to be kept back."""
        return self.audience == self.Audience.EVERYONE

    @property
    def shown_name(self) -> str:
        """The name that pages show, whoever reads them."""
        return gettext("Somebody") if self.is_nameless else self.membership.person.name

    def is_by(self, person: Person) -> bool:
        """Needs `membership`."""
        return self.membership.person_id == person.pk
