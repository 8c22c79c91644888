"""How a decision got here: from what people said, through sessions and objections, to what came of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.methods import methods
from decisions.models import Decision, Position, Wording
from decisions.standing import Standing
from decisions.state import outcome_of, response_of
from decisions.voices import Said
from participants.sql import tuples
from participants.times import day
from projects.models import Via

OBJECTING = frozenset(stance for each in methods().values() for stance in each.objecting)


@dataclass(frozen=True)
class Event:
    """One step of the trail, as the timeline component shows it."""

    at: dt.datetime
    what: str
    more: str
    url: str = ""


def quoted(words: str, letters: int = 140) -> str:
    return Truncator(" ".join(words.split())).chars(letters)


class Brought(NamedTuple):
    """One thing that somebody said and that led to the question."""

    at: dt.datetime
    words: str
    group: str | None
    stage: str
    session: str | None
    session_at: dt.datetime | None

    @property
    def when(self) -> str:
        """What was said without a name shows its month only: a day can be laid beside who was there that day."""
        return day(self.at) if self.group else date_format(timezone.localtime(self.at), "F Y")


CONTRIBUTIONS = """
SELECT said.at, said.words, CASE WHEN said.audience = 'everyone' THEN g.name END, stage.name,
    CASE WHEN said.audience = 'everyone' THEN session.title END,
    CASE WHEN said.audience = 'everyone' THEN session.starts_at END
FROM decisions_decision_came_from came
JOIN projects_contribution said ON said.id = came.contribution_id
JOIN projects_membership seat ON seat.id = said.membership_id
JOIN projects_partnergroup g ON g.id = seat.group_id
JOIN projects_stage stage ON stage.id = said.stage_id
LEFT JOIN projects_designsession session ON session.id = said.session_id
WHERE came.decision_id = %(decision)s AND said.audience <> 'facilitators' AND said.taken_back_at IS NULL
ORDER BY said.at, said.id
"""


def contributions_of(decision: Decision) -> list[Brought]:
    """What people said that led to the question, as far as everyone may read it, the oldest first. One query.

    As SQL; it says the same as `Contribution.objects.quotable()`, and without a name neither group nor session.
    """
    return [Brought(*row) for row in tuples(CONTRIBUTIONS, decision=decision.pk)]


def trail_of(
    decision: Decision,
    *,
    contributions: Sequence[Brought],
    wordings: Sequence[Wording],
    positions: Sequence[Said],
    standing: Standing,
) -> list[Event]:
    """Every step, in order. Asks nothing of the database."""
    events = [
        *said(contributions, decision.opened_at),
        *sessions(contributions),
        *proposed(decision),
        opened(decision),
        *objections(positions),
        *changes(wordings),
        *settled(decision, standing),
    ]
    return sorted(events, key=lambda event: event.at)


def said(contributions: Sequence[Brought], opened_at: dt.datetime) -> list[Event]:
    """By group and stage: one of their words, and how many there were.

    Without a name they stand where the question was opened: their place would say on which day it was.
    """
    heard: dict[tuple[str, str], list[Brought]] = {}
    for each in contributions:
        heard.setdefault((each.group or _("Somebody"), each.stage), []).append(each)
    return [
        Event(
            its[0].at if its[0].group else opened_at,
            _("%(group)s said in %(stage)s: “%(words)s”")
            % {"group": group, "stage": stage, "words": quoted(its[0].words)},
            " · ".join([ngettext("%d contribution", "%d contributions", len(its)) % len(its), its[0].when]),
        )
        for (group, stage), its in heard.items()
    ]


def sessions(contributions: Sequence[Brought]) -> list[Event]:
    found = {(each.session_at, each.session) for each in contributions if each.session and each.session_at}
    return [
        Event(at, _("Worked on in “%s”") % title, _("Session · %s") % day(at)) for at, title in found if at is not None
    ]


def proposed(decision: Decision) -> list[Event]:
    made = vars(decision).get("proposed")
    return [Event(made.at, _("%s proposed it") % made.name, f"{made.group} · {day(made.at)}")] if made else []


def opened(decision: Decision) -> Event:
    return Event(
        decision.opened_at,
        _("%s asked everyone to decide") % getattr(decision, "opened_by_name", ""),
        day(decision.opened_at),
    )


def objections(positions: Sequence[Said]) -> list[Event]:
    return [
        Event(
            position.at,
            _("%(name)s objected: “%(words)s”") % {"name": position.name, "words": quoted(position.reason)},
            " · ".join([objection_end(position, positions), *through(position), day(position.at)]),
        )
        for position in positions
        if position.objection_id is not None
    ]


def through(position: Said) -> list[str]:
    return [] if position.via == Via.ONLINE else [str(Via(position.via).label)]


def objection_end(position: Said, positions: Sequence[Said]) -> str:
    """What became of an objection, in words. `positions` are all of the decision."""
    if position.met_by is not None:
        return met_words(position.name, since_met(position, positions))
    if position.withdrawn_at is None:
        return _("Still stands")
    instead = [
        each.stance
        for each in said_by(position, positions)
        if each is not position and each.at == position.withdrawn_at
    ]
    if position.stance in instead:
        return _("They changed their words")
    return _("They changed their mind") if instead else _("Taken back by them")


def said_by(position: Said, positions: Sequence[Said]) -> list[Said]:
    return [each for each in positions if each.person_id == position.person_id]


def since_met(position: Said, positions: Sequence[Said]) -> str:
    """The stance of who objected on the words that are meant to meet it, or "" while they have not said. A question
    says nothing yet."""
    number = position.met_by or 0
    looked = [each.stance for each in said_by(position, positions) if each.wording >= number]
    return next((stance for stance in reversed(looked) if stance != Position.QUESTION), "")


def met_words(name: str, stance: str) -> str:
    """What came of an objection that new words are meant to meet: only who objected can say whether they do."""
    if stance and stance not in OBJECTING:
        return _("Met by a change of the wording")
    if stance:
        return _("The wording was changed to meet this. %(name)s objects to the new words too.") % {"name": name}
    return " ".join([_("The wording was changed to meet this."), unsure_words(name)])


def unsure_words(name: str) -> str:
    return _("%(name)s has not said yet whether the new words meet this.") % {"name": name}


def not_looked_again(positions: Sequence[Said]) -> list[Said]:
    """Objections that new words are meant to meet, while who objected has not said whether they do."""
    return [each for each in positions if each.met_by is not None and not since_met(each, positions)]


class Unsure(NamedTuple):
    """An objection of which nobody knows yet whether the new words meet it, and the sentence that says so."""

    name: str
    reason: str
    words: str


def unsure_of(positions: Sequence[Said]) -> list[Unsure]:
    return [Unsure(each.name, each.reason, unsure_words(each.name)) for each in not_looked_again(positions)]


@dataclass(frozen=True)
class Ended:
    """An objection and what became of it; `tone` is that of a tag."""

    name: str
    reason: str
    end: str
    tone: str
    answer: str


def settled_by_them(position: Said, positions: Sequence[Said]) -> bool:
    """Has who objected ended it themself, or said that the new words meet it?"""
    if position.met_by is None:
        return not position.stands
    since = since_met(position, positions)
    return bool(since) and since not in OBJECTING


def ended_objections(positions: Sequence[Said]) -> list[Ended]:
    """Every objection of the decision, the oldest first."""
    return [
        Ended(
            position.name,
            position.reason,
            objection_end(position, positions),
            "done" if settled_by_them(position, positions) else "missing",
            position.answer or "",
        )
        for position in positions
        if position.objection_id is not None
    ]


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


def settled(decision: Decision, standing: Standing) -> list[Event]:
    outcome, response = outcome_of(decision), response_of(decision)
    events = []
    if outcome is not None:
        result = _("Decided: %s") if outcome.result == outcome.Result.AGREED else _("Not agreed: %s")
        if outcome.provisional:
            provisional = (_("Decided, provisionally: %s"), _("Not agreed, provisionally: %s"))
            result = provisional[outcome.result != outcome.Result.AGREED]
        events.append(Event(outcome.recorded_at, result % quoted(outcome.decided), day(outcome.recorded_at)))
        if outcome.stands_since is not None:
            stands = _("No group is missing any more, so what was decided stands")
            events.append(Event(outcome.stands_since, stands, day(outcome.stands_since)))
        if standing.told:
            count = _("%(told)d of %(owed)d") % {"told": standing.told, "owed": standing.owed}
            events.append(Event(outcome.recorded_at, _("People told what came of it"), count))
    if response is not None:
        events.append(
            Event(
                response.at,
                _("%(name)s answered: %(answer)s")
                % {"name": getattr(decision, "answered_by_name", ""), "answer": response.get_answer_display()},
                day(response.at),
            )
        )
    return events
