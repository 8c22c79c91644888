"""One line of a list of decisions, worked out before the page is drawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decisions.models import Decision
from decisions.standing import Standing, standings
from decisions.state import State, outcome_of, state_of
from participants.times import short_day
from projects.table import GroupAtTable


@dataclass(frozen=True)
class Row:
    """A decision in a list. `below` says under its state which group is missing, or that all took part."""

    url: str
    question: str
    project: str
    stage: str
    state: State
    below: str
    groups: Sequence[GroupAtTable]
    decided: str


def rows_of(decisions: Sequence[Decision], *, now: dt.datetime) -> list[Row]:
    """The rows of these decisions (fetched with outcome, response, project and stage). One query."""
    table = standings(decisions, now=now)
    return [row_of(decision, table[decision.pk], now=now) for decision in decisions]


def row_of(decision: Decision, standing: Standing, *, now: dt.datetime) -> Row:
    outcome = outcome_of(decision)
    return Row(
        url=decision.get_absolute_url(),
        question=decision.question,
        project=decision.project.name,
        stage=decision.stage.name,
        state=state_of(decision, standing, now=now),
        below=below(standing),
        groups=standing.groups,
        decided=short_day(outcome.recorded_at) if outcome else "",
    )


def below(standing: Standing) -> str:
    if standing.provisional:
        return standing.missing or _("Somebody objects")
    if standing.all_groups:
        return _("All groups took part")
    return _("%(taken)d of %(entitled)d took part") % {"taken": standing.taken, "entitled": standing.entitled}
