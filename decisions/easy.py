"""The Easy Read words of a decision: of its question, what people should know first, and the proposal as it stands."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decisions.models import Decision, Wording
from projects.easy import Original
from projects.easy_words import lines_of
from projects.models import EasyRead, Stage


def of_decision(decision: Decision, wording: Wording) -> Original:
    """A new version of the wording leaves the Easy Read words of the older one out of date."""
    parts = (
        (_("The question"), decision.question),
        (_("What people should know first"), decision.background),
        (_("The options") if decision.way.has_options else _("We propose"), wording.words),
    )
    return Original(f"decision:{decision.pk}", decision.question, parts, decision.get_absolute_url())


def of_decisions_in(stage: Stage) -> list[Original]:
    """The decisions of a stage as they are worded now. One query."""
    current = Wording.objects.filter(decision__stage=stage).order_by("decision_id", "-number").distinct("decision_id")
    return [of_decision(each.decision, each) for each in current.select_related("decision__project")]


def of_each_version(decision: Decision, wordings: Iterable[Wording]) -> dict[int, list[str]]:
    """The lines that were written from each version, by its number; a version without any is not there. One query."""
    written = dict(EasyRead.objects.filter(about=f"decision:{decision.pk}").values_list("full_words", "words"))
    full = {wording.number: of_decision(decision, wording).full_words for wording in wordings}
    return {number: lines_of(written[words]) for number, words in full.items() if words in written}
