"""What people said in one decision, by group: who consented, who objected and why, who has not answered yet."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from decisions.dates import short_day
from decisions.models import Decision, Position
from decisions.standing import Standing
from projects.models import Membership, Via
from projects.table import GroupAtTable

NAMES = 40  # names in one line; beyond that, how many more


@dataclass(frozen=True)
class Voice:
    """One position with something to read: what they say, why, when, how it came to us, and what they said before."""

    name: str
    stance: str
    key: str
    reason: str
    details: str


@dataclass
class GroupVoices:
    """What one group said. `consented` and `silent` are names in one line."""

    group: GroupAtTable
    voices: list[Voice] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def consented(self) -> str:
        return some_names(self.names, len(self.names))

    @property
    def silent(self) -> str:
        """ "No answer yet" is for those of whom we have none: their names, or how many they are."""
        missing = self.group.total - self.group.present
        if not missing:
            return ""
        return some_names(self.waiting, missing) if self.waiting else str(missing)


def some_names(names: Sequence[str], total: int) -> str:
    shown = ", ".join(names[:NAMES])
    more = total - min(len(names), NAMES)
    return _("%(names)s and %(more)d more") % {"names": shown, "more": more} if more > 0 else shown


def positions_of(decision: Decision) -> list[Position]:
    """Every position on every wording, in the order in which they were taken. One query."""
    return list(
        decision.positions.select_related("membership__person", "group", "entered_by", "objection", "wording").order_by(
            "at", "pk"
        )
    )


def voices_of(
    standing: Standing, positions: Iterable[Position], silent: Iterable[Membership], current: int
) -> list[GroupVoices]:
    """By group, in the groups' order. `current` is the number of the wording that positions are taken on now."""
    groups = {(group.shape, group.name): GroupVoices(group) for group in standing.groups if group.total}
    for trail in trails(positions):
        last = trail[-1]
        place = groups.get((last.group.shape, last.group.name))
        if place is None:
            continue
        older = last.wording.number < current
        if only_consents(trail) and not older:
            place.names.append(last.membership.person.name)
        else:
            place.voices.append(voice(trail, older=older))
    for seat in silent:
        if place := groups.get((seat.group.shape, seat.group.name)):
            place.waiting.append(seat.person.name)
    return list(groups.values())


def trails(positions: Iterable[Position]) -> list[list[Position]]:
    """Each partner's positions, the last one last; the partner who spoke first comes first."""
    trail: dict[int, list[Position]] = {}
    for position in positions:
        trail.setdefault(position.membership_id, []).append(position)
    return list(trail.values())


def only_consents(trail: Sequence[Position]) -> bool:
    """Nothing to read here but a name: they consented online, always, and gave no reason."""
    return all(each.stance == Position.Stance.CONSENT and not each.reason and not by_hand(each) for each in trail)


def by_hand(position: Position) -> bool:
    return position.via != Via.ONLINE or position.entered_by_id != position.membership.person_id


def voice(trail: Sequence[Position], *, older: bool) -> Voice:
    last = trail[-1]
    return Voice(
        name=last.membership.person.name,
        stance=STANCES[Position.Stance(last.stance)](),
        key=last.stance,
        reason=last.reason,
        details=" · ".join(details(trail, older=older)),
    )


STANCES = {
    Position.Stance.CONSENT: lambda: _("consents"),
    Position.Stance.OBJECT: lambda: _("objects"),
    Position.Stance.QUESTION: lambda: _("has a question"),
}
BEFORE = {
    Position.Stance.CONSENT: lambda: _("first consented"),
    Position.Stance.OBJECT: lambda: _("first objected"),
    Position.Stance.QUESTION: lambda: _("first had a question"),
}


def details(trail: Sequence[Position], *, older: bool) -> list[str]:
    last = trail[-1]
    words = [short_day(last.at)]
    if older:
        words.append(_("on version %d, asked again") % last.wording.number)
    if by_hand(last):
        words.append(provenance(last))
    if len(trail) > 1 and trail[0].stance != last.stance:
        words.append(BEFORE[Position.Stance(trail[0].stance)]())
    return words


def provenance(position: Position) -> str:
    """ "by phone, entered by Amina Yusuf"."""
    return _("%(via)s, entered by %(name)s") % {"via": Via(position.via).label, "name": position.entered_by.name}


def silent_seats(decision: Decision, standing: Standing, *, now: dt.datetime) -> list[Membership]:
    """Who was asked and has not answered, by name; nobody where they are too many to list. One query at most."""
    missing = standing.entitled - standing.taken
    if not 0 < missing <= NAMES:
        return []
    moment = min(now, decision.closes_at)
    return list(
        Membership.objects.filter(project=decision.project_id, joined_at__lte=moment)
        .exclude(role=Membership.Role.OBSERVER)
        .exclude(left_at__lte=moment)
        .exclude(positions__decision=decision)
        .select_related("person", "group")
        .order_by("group__position", "person__name")
    )
