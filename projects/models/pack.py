import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models.membership import Membership
from projects.models.project import Project

KEPT_FOR = dt.timedelta(days=14)


class PackBatchQuerySet(models.QuerySet["PackBatch"]):
    def unfinished(self) -> "PackBatchQuerySet":
        return self.filter(finished_at=None)

    def old(self, now: dt.datetime) -> "PackBatchQuerySet":
        """Finished so long ago that their printed pages are not kept any more."""
        return self.filter(finished_at__lte=now - KEPT_FOR, forgotten_at=None)


class PackBatch(models.Model):
    """One making of packs for many people at once. Its PDFs are people's details: they go after `KEPT_FOR`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="pack_batches")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    wanted = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = PackBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "pack batches"
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("wanted")), name="packs_not_more_than_wanted")
        ]

    def __str__(self) -> str:
        return f"{self.wanted} packs"

    def kept_until(self) -> dt.datetime | None:
        return self.finished_at and self.finished_at + KEPT_FOR


class PackQuerySet(models.QuerySet["Pack"]):
    def to_post(self, now: dt.datetime) -> "PackQuerySet":
        """Printed, or about to be, and not yet in the post; for partners who may be sent one at `now`.

        Nothing goes to who has left or is on a break, nor to who may not see everything of a private project.
        """
        seats = Membership.objects.active(now).filter(sees=Membership.Sight.ALL)
        return self.filter(posted_at=None, set_aside_at=None, membership__in=seats)


class Pack(models.Model):
    """What was printed for one partner once: its short code, and what its reply slip asks, by number.

    `asks`: [{"number": 1, "about": "decision:3", "wording": 2, "title": "…", "words": "…"}, …] as it was printed.
    `covers`: ids of letters in the outbox that say the same; posting the pack is telling them.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="packs")
    batch = models.ForeignKey(PackBatch, models.CASCADE, related_name="packs", null=True, blank=True)
    code = models.CharField(max_length=6, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    large_print = models.BooleanField(default=False)
    asks = models.JSONField(default=list)
    covers = models.JSONField(default=list)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_at=None) | Q(posted_by__isnull=False), name="pack_posted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PackPart(models.Model):
    """Some packs of a batch as one PDF."""

    batch = models.ForeignKey(PackBatch, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    pdf = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="pack_part_once")]

    def __str__(self) -> str:
        return f"part {self.number}"
