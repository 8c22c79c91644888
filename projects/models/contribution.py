from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.ledgers import Via
from projects.models.membership import Membership
from projects.models.project import Project, Stage
from projects.models.session import DesignSession


class Contribution(models.Model):
    """Something that a partner brought, in their words."""

    class Kind(models.TextChoices):
        EXPERIENCE = "experience", _("An experience")
        IDEA = "idea", _("An idea")
        WORRY = "worry", _("A worry")
        OFFER = "offer", _("An offer")

    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="contributions")
    session = models.ForeignKey(DesignSession, models.PROTECT, related_name="contributions", null=True, blank=True)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(_("what you want to say"), max_length=5000)
    via = models.CharField(max_length=7, choices=Via, default=Via.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="contribution_says_something")]
        indexes = [models.Index(fields=["project", "-at", "-id"], name="contribution_of_project")]

    def __str__(self) -> str:
        return self.words[:60]
