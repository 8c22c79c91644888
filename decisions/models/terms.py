from django.db import models

from decisions.models.decision import Wording
from participants.ledger import append_only
from projects.models import TermsVersion


class TermsProposal(models.Model):
    """That a wording proposes a version of the terms of reference: agreed in this decision, that version holds."""

    wording = models.OneToOneField(Wording, models.PROTECT, related_name="terms")
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only("terms_proposal")

    def __str__(self) -> str:
        return f"{self.wording_id} proposes {self.version_id}"
