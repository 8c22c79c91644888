"""What people said in one decision, by group: who consented, who objected and why, who has not answered yet."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decisions.models import Decision, Position
from decisions.standing import Standing
from decisions.state import outcome_of
from participants.sql import tuples
from participants.times import short_day
from projects.models import Membership, Via
from projects.table import GroupAtTable, shape_of

NAMES = 40  # names in one line; beyond that, how many more


@dataclass(frozen=True)
class Voice:
    """One position with something to read: what they say, why, when, how it came to us, and what they said before."""

    name: str
    stance: str
    reason: str
    details: str


@dataclass
class GroupVoices:
    """What one group said. `consented`, `asked_first` and `silent` are names in one line."""

    group: GroupAtTable
    voices: list[Voice] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    asking: list[str] = field(default_factory=list)

    @property
    def voices_as_list(self) -> SafeString:
        """The items of the list. Joined here rather than in the template: there can be hundreds."""
        return format_html_join(
            "",
            '<li><strong>{} {}</strong>{}<p class="quiet">{}</p></li>',
            ((each.name, each.stance, quote(each.reason), each.details) for each in self.voices),
        )

    @property
    def consented(self) -> str:
        return some_names(self.names, len(self.names))

    @property
    def asked_first(self) -> str:
        """Who asked a question about these words and has not said yet where they stand."""
        return some_names(self.asking, len(self.asking))

    @property
    def silent(self) -> str:
        """ "No answer yet" is for those of whom we have none: their names, or how many they are."""
        missing = self.group.total - self.group.present - len(self.asking)
        if missing <= 0:
            return ""
        return some_names(self.waiting, missing) if self.waiting else str(missing)


def quote(reason: str) -> SafeString | str:
    return format_html("<blockquote><p>{}</p></blockquote>", linebreaksbr(reason)) if reason else ""


def some_names(names: Sequence[str], total: int) -> str:
    shown = ", ".join(names[:NAMES])
    more = total - min(len(names), NAMES)
    return _("%(names)s and %(more)d more") % {"names": shown, "more": more} if more > 0 else shown


class Said(NamedTuple):
    """One position, flat: what the page needs of it and no more."""

    membership_id: int
    person_id: int
    name: str
    group_key: str
    group_position: int
    stance: str
    reason: str
    at: dt.datetime
    via: str
    entered_by_id: int
    entered_by: str
    wording: int
    replaced_at: dt.datetime | None
    objection_id: int | None
    met_by: int | None  # the number of the wording that is meant to meet it
    withdrawn_at: dt.datetime | None
    answer: str | None
    id: int
    question_answer: str | None
    question_answered_by: str | None

    @property
    def stands(self) -> bool:
        """Is it an objection that nothing has met and that its owner has not taken back?"""
        return self.objection_id is not None and self.met_by is None and self.withdrawn_at is None

    @property
    def by_hand(self) -> bool:
        return self.via != Via.ONLINE or self.entered_by_id != self.person_id


# As SQL: every reading of a decision asks it, and composing it from models would take longer than its answer.
POSITIONS = """
SELECT p.membership_id, seat.person_id, person.name, g.key, g.position, p.stance, p.reason, p.at, p.via,
    p.entered_by_id, enterer.name, w.number, p.replaced_at, o.id, met.number, o.withdrawn_at, o.answer,
    p.id, given.words, giver.name
FROM decisions_position p
JOIN projects_membership seat ON seat.id = p.membership_id
JOIN participants_person person ON person.id = seat.person_id
JOIN participants_person enterer ON enterer.id = p.entered_by_id
JOIN projects_partnergroup g ON g.id = p.group_id
JOIN decisions_wording w ON w.id = p.wording_id
LEFT JOIN decisions_objection o ON o.position_id = p.id
LEFT JOIN decisions_wording met ON met.id = o.met_by_id
LEFT JOIN decisions_questionanswer given ON given.position_id = p.id
LEFT JOIN projects_membership giving ON giving.id = given.by_id
LEFT JOIN participants_person giver ON giver.id = giving.person_id
WHERE p.decision_id = %(decision)s
ORDER BY p.at, p.id
"""


def positions_of(decision: Decision) -> list[Said]:
    """Every position on every wording, in the order in which they were taken. One query."""
    return [Said(*row) for row in tuples(POSITIONS, decision=decision.pk)]


def voices_of(
    standing: Standing, positions: Iterable[Said], silent: Iterable[Membership], current: int
) -> list[GroupVoices]:
    """By group, in the groups' order. `current` is the number of the wording that positions are taken on now."""
    groups = {group.shape: GroupVoices(group) for group in standing.groups if group.total}
    for trail in trails(positions):
        last = trail[-1]
        place = groups.get(shape_of(last.group_key, last.group_position))
        if place is None:
            continue
        older = last.wording < current
        if only_consents(trail) and not older:
            place.names.append(last.name)
        else:
            place.voices.append(voice(trail, older=older))
            if last.stance == Position.Stance.QUESTION and not older:
                place.asking.append(last.name)
    for seat in silent:
        if place := groups.get(seat.group.shape):
            place.waiting.append(seat.person.name)
    return list(groups.values())


def trails(positions: Iterable[Said]) -> list[list[Said]]:
    """Each partner's positions, the last one last; the partner who spoke first comes first."""
    trail: dict[int, list[Said]] = {}
    for position in positions:
        trail.setdefault(position.person_id, []).append(position)
    return list(trail.values())


def only_consents(trail: Sequence[Said]) -> bool:
    """Nothing to read here but a name: they consented online, always, and gave no reason."""
    return all(each.stance == Position.Stance.CONSENT and not each.reason and not each.by_hand for each in trail)


def voice(trail: Sequence[Said], *, older: bool) -> Voice:
    last = trail[-1]
    return Voice(
        name=last.name,
        stance=STANCES[Position.Stance(last.stance)](),
        reason=last.reason,
        details=" · ".join(details(trail, older=older)),
    )


STANCES = {
    Position.Stance.CONSENT: lambda: _("consents"),
    Position.Stance.OBJECT: lambda: _("objects"),
    Position.Stance.QUESTION: lambda: _("asked a question"),
}
BEFORE = {
    Position.Stance.CONSENT: lambda: _("first consented"),
    Position.Stance.OBJECT: lambda: _("first objected"),
    Position.Stance.QUESTION: lambda: _("first asked a question"),
}


def details(trail: Sequence[Said], *, older: bool) -> list[str]:
    last = trail[-1]
    words = [short_day(last.at)]
    if older:
        words.append(_("on version %d, asked again") % last.wording)
    if last.by_hand:
        words.append(provenance(last))
    if len(trail) > 1 and trail[0].stance != last.stance:
        words.append(BEFORE[Position.Stance(trail[0].stance)]())
    return words


def provenance(position: Said) -> str:
    """ "by phone, entered by Amina Yusuf", or "with Huw Parry's help": nobody but a supporter types for a partner."""
    if position.via == Via.ONLINE:
        return _("with %(name)s’s help") % {"name": position.entered_by}
    return _("%(via)s, entered by %(name)s") % {"via": Via(position.via).label, "name": position.entered_by}


def silent_seats(decision: Decision, standing: Standing, *, now: dt.datetime) -> list[Membership]:
    """Who was asked and has not answered, by name; nobody where they are too many to list. One query at most."""
    missing = standing.entitled - standing.taken
    if not 0 < missing <= NAMES:
        return []
    outcome = outcome_of(decision)
    moment = min(now, decision.closes_at, outcome.recorded_at if outcome else now)
    return list(
        Membership.objects.seeing_decisions()
        .there(moment)
        .filter(project=decision.project_id)
        .without_observers()
        .exclude(positions__decision=decision)
        .select_related("person", "group")
        .order_by("group__position", "person__name")
    )
