"""The Easy Read words of a decision: of its question, what people should know first, and the proposal as it stands; and
of its outcome."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decisions.models import Decision, Outcome, Wording
from decisions.state import outcome_of
from projects.easy import Line, Original, with_pictures
from projects.models import EasyRead, Stage


def of_decision(decision: Decision, wording: Wording) -> Original:
    """A new version of the wording leaves the Easy Read words of the older one out of date."""
    parts = (
        (_("The question"), decision.question),
        (_("What people should know first"), decision.background),
        (_("The options") if decision.way.has_options else _("We propose"), wording.words),
    )
    return Original(f"decision:{decision.pk}", decision.question, parts, decision.get_absolute_url())


def of_outcome(decision: Decision, outcome: Outcome) -> Original:
    """What was decided, in Easy Read; ledgers call it by the number of the decision."""
    parts = (
        (_("What was decided"), outcome.decided),
        (_("The reasons"), outcome.reasons),
        (_("What was rejected, and why"), outcome.rejected),
    )
    about, url = f"outcome:{decision.pk}", decision.get_absolute_url()
    return Original(about, decision.question, parts, url, below="outcome/")


def of_decisions_in(stage: Stage) -> list[Original]:
    """The decisions of a stage as they are worded now, and their outcomes. One query."""
    current = Wording.objects.filter(decision__stage=stage).order_by("decision_id", "-number").distinct("decision_id")
    found: list[Original] = []
    for each in current.select_related("decision__project", "decision__outcome"):
        outcome = outcome_of(each.decision)
        found += [of_decision(each.decision, each), *([of_outcome(each.decision, outcome)] if outcome else [])]
    return found


def of_each_version(decision: Decision, wordings: Iterable[Wording]) -> dict[int, list[Line]]:
    """The lines that were written from each version, by its number; a version without any is not there. One query."""
    rows = EasyRead.objects.filter(about=f"decision:{decision.pk}").values_list("full_words", "words", "pictures")
    written = {full_words: with_pictures(words, pictures) for full_words, words, pictures in rows}
    full = {wording.number: of_decision(decision, wording).full_words for wording in wordings}
    return {number: written[words] for number, words in full.items() if words in written}
