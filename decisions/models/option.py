from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.models.decision import Decision
from decisions.models.triggers import option_triggers
from projects.models import Membership


class Option(models.Model):
    """One of the things between which partners choose. Its words stay as people read them.

    What turns out not to be possible is withdrawn and says why; answers that name it are counted without it.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(_("the option"), max_length=300)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_because = models.TextField(_("why it is withdrawn"), max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="option_number_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="option_withdrawn_says_who_and_why",
            ),
        ]
        triggers = option_triggers()

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"
