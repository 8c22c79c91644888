import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project

KEPT_FOR = dt.timedelta(days=1)


class PartnerImportQuerySet(models.QuerySet["PartnerImport"]):
    def under_way(self, now: dt.datetime) -> "PartnerImportQuerySet":
        """Begun, not finished, and not so old that they count as forgotten."""
        return self.filter(done_at=None, made_at__gt=now - KEPT_FOR)

    def forgotten(self, now: dt.datetime) -> "PartnerImportQuerySet":
        return self.filter(done_at=None, made_at__lte=now - KEPT_FOR)


class PartnerImport(models.Model):
    """One spreadsheet on its way into a project. Its rows are people's details: they go when it is done, or in a day.

    `rows`: lists of text as they stand in the file. `heading`: the number of the row with the headings, 0 for none.
    `columns`: {field: column, counted from 0}. `groups`: {a word in the group column: key of a group, or "-"}.
    """

    class Step(models.TextChoices):
        COLUMNS = "columns", _("Columns")
        GROUPS = "groups", _("Groups")
        PREVIEW = "preview", _("Check")

    project = models.ForeignKey(Project, models.CASCADE, related_name="imports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    other_sheets = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    heading = models.PositiveSmallIntegerField(default=0)
    columns = models.JSONField(default=dict)
    groups = models.JSONField(default=dict)
    step = models.CharField(max_length=7, choices=Step, default=Step.COLUMNS)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    result = models.JSONField(default=dict)  # how many people of each fate; no names

    objects = PartnerImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(rows=[]), name="partner_import_keeps_nobody_once_done")
        ]

    def __str__(self) -> str:
        return self.file_name
