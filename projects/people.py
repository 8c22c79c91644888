"""Who is in a project, as one of them may see it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from participants.models import Person, ReachBy
from participants.phones import in_words
from participants.sql import columns, rows, taken, taken_if_there
from participants.times import in_words as date_in_words
from projects.models import Invitation, Membership, MembershipPause, PartnerGroup
from projects.permissions import Seat


@dataclass(frozen=True)
class Tally:
    """One group and how many of it are partners, were asked and have not answered, and were not asked yet."""

    group: PartnerGroup
    joined: int
    waiting: int
    unasked: int


# As SQL, since the page asks it each time; see participants/sql.py.
TALLIES = f"""
SELECT {columns(PartnerGroup, "groups")},
    count(seat.id) FILTER (WHERE seat.joined_at IS NOT NULL),
    count(seat.id) FILTER (WHERE seat.joined_at IS NULL AND asked.was),
    count(seat.id) FILTER (WHERE seat.joined_at IS NULL AND NOT asked.was)
FROM projects_partnergroup AS groups
LEFT JOIN projects_membership AS seat ON seat.group_id = groups.id AND seat.left_at IS NULL
LEFT JOIN LATERAL (
    SELECT EXISTS (SELECT FROM projects_invitation WHERE membership_id = seat.id) AS was WHERE seat.joined_at IS NULL
) AS asked ON true
WHERE groups.project_id = %(project)s
GROUP BY groups.id ORDER BY groups.position
"""  # noqa: S608 (names of our own columns)


def tallies(seat: Seat) -> list[Tally]:
    return [Tally(taken(PartnerGroup, row), *row) for row in rows(TALLIES, project=seat.project.pk)]


# Somebody who left and came back stands there once, with their newest place. To ask of each place whether there is a
# newer one let PostgreSQL 15 compare each with all others. `shown` is as Membership.shown_name.
FOUND = """
FROM (
    SELECT DISTINCT ON (person_id) * FROM projects_membership WHERE project_id = %(project)s ORDER BY person_id, id DESC
) AS seat
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN seat.joined_at IS NULL AND seat.asked_name <> '' THEN seat.asked_name ELSE person.name END AS name
) AS shown
WHERE (%(everybody)s OR seat.joined_at IS NOT NULL)
    AND (%(name)s = '' OR shown.name ILIKE %(name_within)s)
    AND (%(group)s = '' OR groups.key = %(group)s)
"""
PEOPLE = f"""
SELECT {columns(Membership, "seat")}, {columns(Person, "person")}, {columns(PartnerGroup, "groups")},
    {columns(Invitation, "invitation")}, {columns(MembershipPause, "pause")}, ARRAY(
        SELECT helper.name FROM projects_supporter AS support
        JOIN participants_person AS helper ON helper.id = support.person_id
        WHERE support.membership_id = seat.id
            AND support.accepted_at IS NOT NULL AND support.ended_at IS NULL
            AND COALESCE(support.until, 'infinity') > %(now)s
            AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
        ORDER BY helper.name
    )
FROM (
    SELECT seat.id, shown.name {FOUND} ORDER BY groups.position, shown.name, seat.id LIMIT %(most)s OFFSET %(after)s
) AS found
JOIN projects_membership AS seat ON seat.id = found.id
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
LEFT JOIN LATERAL (
    SELECT * FROM projects_invitation WHERE membership_id = seat.id ORDER BY sent_at DESC, id DESC LIMIT 1
) AS invitation ON true
LEFT JOIN LATERAL (
    SELECT * FROM projects_membershippause
    WHERE membership_id = seat.id AND seat.left_at IS NULL AND began_at <= %(now)s
        AND COALESCE(LEAST(until, ended_at), 'infinity') > %(now)s
) AS pause ON true
ORDER BY groups.position, found.name, seat.id
"""  # noqa: S608


@dataclass(frozen=True)
class People:
    """Everybody in the project, or who of them is looked for.

    Who was asked, and who said no, only facilitators see: a no is nobody's business.
    """

    seat: Seat
    now: dt.datetime
    name: str = ""
    group: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        escaped = self.name.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        return {
            "project": self.seat.project.pk,
            "everybody": self.seat.can("invite"),
            "name": self.name,
            "name_within": f"%{escaped}%",
            "group": self.group,
            "now": self.now,
        }

    def part(self, most: int, after: int) -> "list[Entry]":
        """Up to `most` of them after the first `after`, for `slice_of`. One query."""
        return [self.entry(row) for row in rows(PEOPLE, **self.facts, most=most, after=after)]

    def entry(self, row: Iterator[Any]) -> "Entry":
        membership = taken(Membership, row)
        membership.person, membership.group = taken(Person, row), taken(PartnerGroup, row)
        asked, pause = taken_if_there(Invitation, row), taken_if_there(MembershipPause, row)
        return entry_of(membership, asked, self.seat, self.now, pause=pause, helped_by=", ".join(next(row)))


class State(NamedTuple):
    """Where things are with one person, as a tag: its colour, its words, and what stands beside it about a day."""

    colour: str
    words: Promise
    beside: Promise | str = ""
    day: str = "j F"


STATES = {
    "joined": State("tag--done", _("Takes part"), _("since %(day)s"), "j F Y"),
    "open": State("tag--part", _("Asked, no answer yet"), _("can answer until %(day)s")),
    "unasked": State("", _("Not invited yet")),
    "declined": State("", _("Said no")),
    "withdrawn": State("", _("Invitation taken back")),
    "expired": State("tag--missing", _("Never answered"), _("ended on %(day)s")),
    "resting": State("tag--part", _("Taking a break"), _("until %(day)s"), "j F Y"),
    "left": State("", _("Has left"), "%(day)s", "j F Y"),
}


@dataclass(frozen=True)
class Entry:
    """One person on the People page. The contact details are empty for those who may not see them."""

    membership: Membership
    name: str
    state: str
    at: dt.datetime | None
    email: str = ""
    phone: str = ""
    address: str = ""
    likes: str = ""
    no_calls: bool = False
    helped_by: str = ""

    @property
    def colour(self) -> str:
        return STATES[self.state].colour

    @property
    def words(self) -> str:
        return str(STATES[self.state].words)

    @cached_property
    def beside(self) -> str:
        state = STATES[self.state]
        if not state.beside or self.at is None:
            return ""
        return str(state.beside) % {"day": date_in_words(timezone.localdate(self.at), state.day, get_language())}

    @property
    def may_have_supporters(self) -> bool:
        return self.state in ("joined", "resting") and self.membership.role != Membership.Role.OBSERVER

    @property
    def may_be_asked(self) -> bool:
        return self.state not in ("joined", "resting", "left")


def entry_of(
    membership: Membership,
    asked: Invitation | None,
    seat: Seat,
    now: dt.datetime,
    *,
    pause: MembershipPause | None = None,
    helped_by: str = "",
) -> Entry:
    """`asked` is the last invitation that they were sent; `pause` the break they are on, which facilitators see."""
    state = membership.state_after(asked, now)
    at = since(membership, asked, state)
    if pause is not None and seat.can("see_breaks"):
        state, at = "resting", pause.until
    contacts = contacts_of(membership) if seat.can("see_contacts") else {}
    return Entry(membership, membership.shown_name, state, at, helped_by=helped_by, **contacts)


def contacts_of(membership: Membership) -> dict[str, Any]:
    """What an entry shows of how to reach somebody."""
    person = membership.person
    way = "" if membership.is_hidden else ReachBy(person.reach_by).label
    return {
        "email": membership.shown_email,
        "phone": in_words(membership.shown_phone),
        "address": membership.shown_address,
        "likes": gettext("Likes: %(way)s") % {"way": way} if way else "",
        "no_calls": not membership.is_hidden and person.no_calls_at is not None,
    }


def since(membership: Membership, asked: Invitation | None, state: str) -> dt.datetime | None:
    """The moment that a state began, or for an open or ended invitation the moment it ends."""
    if state in ("joined", "left"):
        return membership.joined_at if state == "joined" else membership.left_at
    if asked is None:
        return membership.added_at
    return asked.expires_at if state in ("open", "expired") else asked.declined_at or asked.withdrawn_at
