"""What people said in one decision, by group: who consented, who objected and why, who has not answered yet."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decisions.methods import Method
from decisions.models import Decision, Position
from decisions.standing import Standing
from decisions.state import outcome_of
from participants.sql import tuples
from participants.times import short_day
from projects.models import Membership, Via
from projects.table import GroupAtTable, shape_of

NAMES = 40  # names in one line; beyond that, how many more
MOST = 25  # positions of one group on the page of a decision; all of them stand on a page of their own


@dataclass(frozen=True)
class Voice:
    """One position with something to read: what they say, why, when, how it came to us, and what they said before."""

    name: str
    stance: str
    reason: str
    details: str


@dataclass
class GroupVoices:
    """What one group said. `in_line`: who said the same and no more, by what they said; `asked_first` and `silent` are
    names in one line too."""

    group: GroupAtTable
    voices: list[Voice] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    asking: list[str] = field(default_factory=list)

    @property
    def voices_as_list(self) -> SafeString:
        """The items of the list. Joined here rather than in the template: there can be hundreds."""
        return format_html_join(
            "",
            '<li><strong>{} {}</strong>{}<p class="quiet">{}</p></li>',
            ((each.name, each.stance, quote(each.reason), each.details) for each in self.voices[:MOST]),
        )

    @property
    def more(self) -> int:
        """How many of them are not in that list."""
        return max(0, len(self.voices) - MOST)

    @property
    def in_line(self) -> list[tuple[str, str]]:
        return [(heading, some_names(names, len(names))) for heading, names in self.names.items()]

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
    says: str | None  # JSON
    interest: str | None  # what they declared last that they could gain or lose

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
    p.id, given.words, giver.name, p.says::text, declared.words
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
LEFT JOIN (
    SELECT DISTINCT ON (its.person_id) its.person_id, interest.words
    FROM decisions_interest interest JOIN projects_membership its ON its.id = interest.membership_id
    WHERE interest.decision_id = %(decision)s ORDER BY its.person_id, interest.id DESC
) AS declared ON declared.person_id = seat.person_id
WHERE p.decision_id = %(decision)s
ORDER BY p.at, p.id
"""


def positions_of(decision: Decision) -> list[Said]:
    """Every position on every wording, in the order in which they were taken. One query."""
    return [Said(*row) for row in tuples(POSITIONS, decision=decision.pk)]


def voices_of(
    method: Method,
    standing: Standing,
    positions: Iterable[Said],
    silent: Iterable[Membership],
    current: int,
    *,
    closed: bool,
) -> list[GroupVoices]:
    """By group, in the groups' order. `current` is the number of the wording that positions are taken on now.

    Where answers are counted, the page says only who has answered until it is `closed`, so that nobody is led by it.
    """
    names_only = not closed and not method.meets_objections
    groups = {group.shape: GroupVoices(group) for group in standing.groups if group.total}
    for trail in trails(positions):
        last = trail[-1]
        place = groups.get(shape_of(last.group_key, last.group_position))
        if place is None:
            continue
        older = last.wording < current
        asks = last.stance == Position.QUESTION
        if asks and not older:
            place.asking.append(name_of(last))
        if names_only and not asks:
            heading = _("Answered older words, and asked again:") if older else _("Answered:")
            place.names.setdefault(heading, []).append(name_of(last))
        elif only_a_name(method, trail) and not older:
            place.names.setdefault(str(method.stance(last.stance).heading), []).append(name_of(last))
        else:
            place.voices.append(voice(method, trail, older=older))
    for seat in silent:
        if place := groups.get(seat.group.shape):
            place.waiting.append(seat.person.name)
    return list(groups.values())


def all_voices(
    method: Method, standing: Standing, positions: Iterable[Said], current: int
) -> list[tuple[GroupAtTable, Voice]]:
    """What each partner said, one below the other: by group, and in it by who spoke first."""
    places = {group.shape: place for place, group in enumerate(standing.groups)}
    found = []
    for trail in trails(positions):
        place = places[shape_of(trail[-1].group_key, trail[-1].group_position)]
        found.append((place, voice(method, trail, older=trail[-1].wording < current)))
    return [(standing.groups[place], each) for place, each in sorted(found, key=lambda row: row[0])]


def trails(positions: Iterable[Said]) -> list[list[Said]]:
    """Each partner's positions, the last one last; the partner who spoke first comes first."""
    trail: dict[int, list[Said]] = {}
    for position in positions:
        trail.setdefault(position.person_id, []).append(position)
    return list(trail.values())


def only_a_name(method: Method, trail: Sequence[Said]) -> bool:
    """Nothing to read here but a name: they said the same, online, always, and gave no reason."""
    first = trail[0].stance
    if first == Position.OPTIONS or method.stance(first).why or trail[-1].interest:
        return False
    return all(each.stance == first and not each.reason and not each.by_hand for each in trail)


def voice(method: Method, trail: Sequence[Said], *, older: bool) -> Voice:
    last = trail[-1]
    return Voice(
        name=last.name,
        stance=said_words(method, last),
        reason=last.reason,
        details=" · ".join(details(method, trail, older=older)),
    )


def said_words(method: Method, said: Said) -> str:
    """What they said, to stand after a name: "consents", or "put in order: 3, 1, 2"."""
    return str(method.stance(said.stance).they) if said.says is None else choice_words(json.loads(said.says))


def label_of(decision: Decision, stance: str, says: Any) -> str:
    """What somebody said, as they chose it: "I consent", or "put in order: 3, 1, 2"."""
    return str(decision.way.stance(stance).label) if says is None else choice_words(says)


def choice_words(says: Any) -> str:
    """`says` as `Position` has it."""
    if isinstance(says, Mapping):
        option = _("option %(number)s: %(points)d")
        return _("gave %s") % ", ".join(option % {"number": number, "points": has} for number, has in says.items())
    return _("put in order: %s") % ", ".join(str(number) for number in says)


def details(method: Method, trail: Sequence[Said], *, older: bool) -> list[str]:
    last = trail[-1]
    words = [short_day(last.at)]
    if older:
        words.append(_("on version %d, asked again") % last.wording)
    if last.by_hand:
        words.append(provenance(last))
    if last.interest:
        words.append(interest_words(last.interest))
    if len(trail) > 1 and trail[0].stance != last.stance:
        words.append(str(method.stance(trail[0].stance).first))
    return words


def name_of(said: Said) -> str:
    """Their name, and beside it what they could gain or lose, where they declared it."""
    return f"{said.name} ({interest_words(said.interest)})" if said.interest else said.name


def interest_words(words: str) -> str:
    return _("declared an interest: %s") % " ".join(words.split())


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
