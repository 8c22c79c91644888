"""One line of a list of decisions, worked out before the page is drawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.aftermath import Note, notes_on
from decisions.models import Decision
from decisions.standing import Standing, ToDo, standings
from decisions.state import State, outcome_of, state_of
from participants.times import short_day
from projects.table import GroupAtTable


@dataclass(frozen=True)
class Row:
    """A decision in a list. `below` says under its state which group is missing, or that all took part; `doing` how far
    what is to be done has come, or ""; `notes` below its question what replaces it, and whether it was to be looked at
    again by now."""

    url: str
    question: str
    project: str
    stage: str
    state: State
    below: str
    groups: Sequence[GroupAtTable]
    decided: str
    doing: str
    trail: str
    notes: Sequence[Note] = ()


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
        doing=doing_words(standing.to_do),
        trail=reverse("decisions:trail", args=[decision.project.slug, decision.number]) if outcome else "",
        notes=notes_on(decision, now),
    )


def doing_words(count: ToDo) -> str:
    """ "1 of 3 done, 1 overdue, 1 said not to have happened", or "" where nothing is to be done."""
    if not count.all:
        return ""
    words = [_("%(done)d of %(all)d done") % {"done": count.done, "all": count.all}]
    if count.overdue:
        words.append(_("%d overdue") % count.overdue)
    if count.doubted:
        words.append(_("%d said not to have happened") % count.doubted)
    return ", ".join(words)


def below(standing: Standing) -> str:
    if standing.provisional:
        return standing.missing or _("Somebody objects")
    if standing.all_groups:
        return _("All groups took part")
    return _("%(taken)d of %(entitled)d took part") % {"taken": standing.taken, "entitled": standing.entitled}
