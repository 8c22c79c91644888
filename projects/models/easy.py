import pgtrigger
from django.conf import settings
from django.db import models

from projects.models.project import Project


class EasyRead(models.Model):
    """Easy Read words for something, written by a person: each sentence one idea (domain.md §6).

    `about` names what they are for ("stage:3", "session:12", "decision:7"); the newest row counts, and older ones stay
    as they were written. `full_words` are those that it was written from: once they are others, it is out of date.
    `pictures` has the key of a picture (projects/symbols.py) for each line, or "" for none; it may be shorter.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="easy_reads")
    about = models.CharField(max_length=60)
    words = models.TextField(max_length=3000)
    full_words = models.TextField()
    pictures = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="easy_read_says_something")]
        indexes = [models.Index(fields=["about", "-id"], name="easy_read_newest")]
        triggers = [pgtrigger.Protect(name="easy_read_is_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.about} in Easy Read"
