"""The Easy Read words of a decision: of its question, what people should know first, and the proposal as it stands."""

from django.utils.translation import gettext as _

from decisions.models import Decision, Wording
from projects.easy import Original


def of_decision(decision: Decision, wording: Wording) -> Original:
    """A new version of the wording leaves the Easy Read words of the older one out of date."""
    parts = (
        (_("The question"), decision.question),
        (_("What people should know first"), decision.background),
        (_("We propose"), wording.words),
    )
    return Original(f"decision:{decision.pk}", decision.question, parts, decision.get_absolute_url())
