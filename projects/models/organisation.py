from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A council, NHS trust or charity that runs projects here. Walls between organisations are complete."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class OrganisationRole(models.Model):
    """A right that somebody gave to a person in an organisation, and when."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Facilitator: can start projects")
        COMMISSIONER = "commissioner", _("Commissioner: sees and answers decisions")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_roles")
    role = models.CharField(max_length=12, choices=Role)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=Q(ended_at=None),
                name="organisation_role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.role} in {self.organisation}"
