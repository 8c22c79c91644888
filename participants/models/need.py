from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessNeedKind(models.TextChoices):
    """What a person needs in order to take part: never the diagnosis behind it (domain.md §6)."""

    LARGE_PRINT = "large_print", _("Large print")
    EASY_READ = "easy_read", _("Easy Read")
    BSL = "bsl", _("BSL interpreter")
    CAPTIONS = "captions", _("Captions")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    INTERPRETER = "interpreter", _("Interpreter for another language")
    STEP_FREE = "step_free", _("Step-free access")
    BREAKS = "breaks", _("Regular breaks")
    QUIET = "quiet", _("A quiet space")
    ASSISTANT = "assistant", _("Somebody to come with me")
    REPLACEMENT_CARE = "replacement_care", _("Replacement care while I take part")
    TRAVEL = "travel", _("Help with travel")
    OTHER = "other", _("Something else")


class AccessNeed(models.Model):
    """One thing that a person needs in order to take part. Ended, never deleted, while the person is a partner."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_needs")
    kind = models.CharField(max_length=20, choices=AccessNeedKind)
    words = models.CharField(_("in their own words"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "words"],
                condition=models.Q(ended_at=None),
                name="access_need_said_once",
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.get_kind_display()
