"""What one partner is asked now, numbered as on their reply slip: sessions to answer, decisions, and a free line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from decisions.models import Decision, Position, Wording
from decisions.reminders.due import still_open
from projects.models import DesignSession, Membership, Pack, Project, SessionAnswer

MOST = 6  # decisions, and as many sessions, on one slip: more would be left lying
SESSION, DECISION, SAY = "session", "decision", "say"


@dataclass(frozen=True)
class Ask:
    """One numbered question. `wording` is the version of the proposal that was printed; 0 where there is none."""

    number: int
    noun: str
    pk: int
    title: str
    words: str = ""
    wording: int = 0

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def asks_of(pack: Pack) -> list[Ask]:
    """What stands on a slip that was printed."""
    return [Ask(**each) for each in pack.asks]


@dataclass
class OnNow:
    """What is on in a project, and who of some partners has said what about it. Five queries, however many they are."""

    sessions: list[DesignSession]
    decisions: list[Decision]
    wordings: Mapping[int, Wording]
    answers: Mapping[tuple[int, int], SessionAnswer]
    positions: Mapping[tuple[int, int], Position]
    before: Collection[tuple[int, int]] = field(default_factory=set)

    def asks(self, membership: Membership) -> list[Ask]:
        """The questions for one partner: what they have answered already is not asked again."""
        sessions = [each for each in self.sessions if (membership.pk, each.pk) not in self.answers][:MOST]
        decisions = [each for each in self.decisions if (membership.pk, each.pk) not in self.positions][:MOST]
        found = [Ask(0, SESSION, each.pk, each.title) for each in sessions]
        found += [self.of_decision(each) for each in decisions]
        return numbered(found)

    def everything(self) -> list[Ask]:
        """All that can be answered now, for a call: people may change what they said."""
        found = [Ask(0, SESSION, each.pk, each.title) for each in self.sessions[:MOST]]
        return numbered(found + [self.of_decision(each) for each in self.decisions[:MOST]])

    def of_decision(self, decision: Decision) -> Ask:
        wording = self.wordings[decision.pk]
        return Ask(0, DECISION, decision.pk, decision.question, wording.words, wording.number)


def numbered(asks: Sequence[Ask]) -> list[Ask]:
    """With the free line as the last."""
    return [replace(ask, number=number) for number, ask in enumerate([*asks, Ask(0, SAY, 0, "")], start=1)]


def on_now(project: Project, memberships: Iterable[Membership], now: dt.datetime) -> OnNow:
    sessions = list(DesignSession.objects.coming_up(now).filter(project=project))
    decisions = list(still_open(now).filter(project=project).order_by("closes_at", "pk"))
    wordings = Wording.objects.filter(decision__in=decisions).order_by("decision_id", "-number").distinct("decision_id")
    current = {wording.decision_id: wording for wording in wordings}
    people = [membership.pk for membership in memberships]
    answers = SessionAnswer.objects.standing().filter(session__in=sessions, membership__in=people)
    positions = Position.objects.filter(decision__in=decisions, membership__in=people, replaced_at=None)
    by_wording: defaultdict[bool, list[Position]] = defaultdict(list)
    for position in positions:
        by_wording[position.wording_id == current[position.decision_id].pk].append(position)
    return OnNow(
        sessions,
        decisions,
        current,
        {(answer.membership_id, answer.session_id): answer for answer in answers},
        {(position.membership_id, position.decision_id): position for position in by_wording[True]},
        {(position.membership_id, position.decision_id) for position in by_wording[False]},
    )
