"""How a decision got here: from what people said, through sessions and objections, to what came of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.models import Decision, Position, Wording
from decisions.state import Told, outcome_of, response_of
from participants.times import day
from projects.models import Contribution, Via


@dataclass(frozen=True)
class Event:
    """One step of the trail, as the timeline component shows it."""

    at: dt.datetime
    what: str
    more: str
    url: str = ""


def quoted(words: str, letters: int = 140) -> str:
    return Truncator(" ".join(words.split())).chars(letters)


def contributions_of(decision: Decision) -> list[Contribution]:
    """What people said that led to the question, the oldest first. One query."""
    return list(
        decision.came_from.select_related("membership__group", "membership__person", "stage", "session").order_by(
            "at", "pk"
        )
    )


def trail_of(
    decision: Decision,
    *,
    contributions: Sequence[Contribution],
    wordings: Sequence[Wording],
    positions: Sequence[Position],
    told: Told,
) -> list[Event]:
    """Every step, in order. Asks nothing of the database."""
    events = [
        *said(contributions),
        *sessions(contributions),
        opened(decision),
        *objections(positions),
        *changes(wordings),
        *settled(decision, told),
    ]
    return sorted(events, key=lambda event: event.at)


def said(contributions: Sequence[Contribution]) -> list[Event]:
    """By group and stage: one of their words, and how many there were."""
    heard: dict[tuple[str, str], list[Contribution]] = {}
    for each in contributions:
        heard.setdefault((each.membership.group.name, each.stage.name), []).append(each)
    return [
        Event(
            its[0].at,
            _("%(group)s said in %(stage)s: “%(words)s”")
            % {"group": group, "stage": stage, "words": quoted(its[0].words)},
            " · ".join([ngettext("%d contribution", "%d contributions", len(its)) % len(its), day(its[0].at)]),
        )
        for (group, stage), its in heard.items()
    ]


def sessions(contributions: Sequence[Contribution]) -> list[Event]:
    found = {each.session.pk: each.session for each in contributions if each.session}
    return [
        Event(session.starts_at, _("Worked on in “%s”") % session.title, _("Session · %s") % day(session.starts_at))
        for session in found.values()
    ]


def opened(decision: Decision) -> Event:
    return Event(
        decision.opened_at,
        _("%s asked everyone to decide") % decision.opened_by.person.name,
        day(decision.opened_at),
    )


def objections(positions: Sequence[Position]) -> list[Event]:
    return [
        Event(
            position.at,
            _("%(name)s objected: “%(words)s”")
            % {"name": position.membership.person.name, "words": quoted(position.reason)},
            " · ".join([objection_end(position), *through(position), day(position.at)]),
        )
        for position in positions
        if hasattr(position, "objection")
    ]


def through(position: Position) -> list[str]:
    return [] if position.via == Via.ONLINE else [str(Via(position.via).label)]


def objection_end(position: Position) -> str:
    """What became of an objection, in words."""
    objection = position.objection
    if objection.met_by_id is not None:
        return _("Met by a change of the wording")
    if objection.withdrawn_at is None:
        return _("Still stands")
    return _("They changed their mind") if position.replaced_at else _("Taken back by them")


@dataclass(frozen=True)
class Ended:
    """An objection and what became of it; `tone` is that of a tag."""

    name: str
    reason: str
    end: str
    tone: str
    answer: str


def ended_objections(positions: Sequence[Position]) -> list[Ended]:
    """Every objection of the decision, the oldest first."""
    return [
        Ended(
            position.membership.person.name,
            position.reason,
            objection_end(position),
            "missing" if stands(position) else "done",
            position.objection.answer,
        )
        for position in positions
        if hasattr(position, "objection")
    ]


def stands(position: Position) -> bool:
    return position.objection.met_by_id is None and position.objection.withdrawn_at is None


def changes(wordings: Sequence[Wording]) -> list[Event]:
    return [
        Event(
            wording.written_at,
            _("The wording changed: %s") % quoted(wording.because),
            _("Version %(number)d · %(day)s") % {"number": wording.number, "day": day(wording.written_at)},
        )
        for wording in wordings
        if wording.number > 1
    ]


def settled(decision: Decision, told: Told) -> list[Event]:
    outcome, response = outcome_of(decision), response_of(decision)
    events = []
    if outcome is not None:
        result = _("Decided: %s") if outcome.result == outcome.Result.AGREED else _("Not agreed: %s")
        events.append(Event(outcome.recorded_at, result % quoted(outcome.decided), day(outcome.recorded_at)))
        if told.told:
            count = _("%(told)d of %(owed)d") % {"told": told.told, "owed": told.owed}
            events.append(Event(outcome.recorded_at, _("People told what came of it"), count))
    if response is not None:
        events.append(
            Event(
                response.at,
                _("%(name)s answered: %(answer)s")
                % {"name": response.by.name, "answer": response.get_answer_display()},
                day(response.at),
            )
        )
    return events
