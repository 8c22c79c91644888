"""What became of something that somebody said: the decisions that drew on it, if it was taken up, and what followed."""

from typing import NamedTuple

from django.db.models import Q

from decisions.chain import TONES
from decisions.models import Decision, Influence, Outcome
from decisions.state import outcome_of, response_of
from projects.doing import Doing, items_about
from projects.models import Contribution

MOST = 20  # decisions, and action items of all of them
MOST_ACTIONS = 100


class Became(NamedTuple):
    """One decision that drew on it. `how` is "" while nobody has written if it was taken up."""

    decision: Decision
    decided: str
    provisional: bool
    how: str
    tone: str
    because: str
    answer: str
    actions: list[Doing]


def became_of(said: Contribution) -> list[Became]:
    """The newest decision first. Four queries at most."""
    drew_on = Q(came_from=said) | Q(influences__contribution=said)
    decisions = list(
        Decision.objects.filter(drew_on, project=said.project_id)
        .select_related("project", "outcome", "response")
        .distinct()
        .order_by("-opened_at", "-pk")[:MOST]
    )
    influences = {each.decision_id: each for each in Influence.objects.filter(contribution=said)}
    openly = {each.pk for each in decisions} if said.is_for_everyone else answered_without_name(said)
    actions: dict[str, list[Doing]] = {}
    for item in items_about([about(each) for each in decisions], MOST_ACTIONS):
        actions.setdefault(item.about, []).append(item)
    return [
        became(each, influences.get(each.pk), actions.get(about(each), []), openly=each.pk in openly)
        for each in decisions
    ]


def about(decision: Decision) -> str:
    return f"decision:{decision.pk}"


def answered_without_name(said: Contribution) -> set[int]:
    """The decisions in which these words were answered apart from who said them. One query."""
    return set(Outcome.objects.filter(feedback__nameless=said).values_list("decision", flat=True))


def became(decision: Decision, influence: Influence | None, actions: list[Doing], *, openly: bool) -> Became:
    """`openly`: why it was taken up or not names nobody who is not to be named."""
    outcome, response = outcome_of(decision), response_of(decision)
    return Became(
        decision,
        outcome.decided if outcome else "",
        outcome is not None and outcome.is_provisional,
        str(influence.get_how_display()) if influence else "",
        TONES[Influence.How(influence.how)] if influence else "",
        influence.because if influence and openly else "",
        str(response.get_answer_display()) if response else "",
        actions,
    )
