"""Reading sessions: who is at the table, who said what, and what has to be arranged."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from participants.models import AccessNeed
from participants.sql import rows, tuples
from projects.models import DesignSession, Membership, MembershipPause, SessionAnswer
from projects.models.membership import OFFLINE
from projects.resting import on_a_break
from projects.table import GroupAtTable, shape_of

Answer = SessionAnswer.Answer
MOST_NAMES = 40
SILENT = ""


@dataclass
class GroupAnswers:
    """How many of one group said what; `silent` have not answered yet."""

    shape: str
    name: str
    said: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.said.values())

    @property
    def coming(self) -> int:
        return sum(self.said[answer] for answer in SessionAnswer.YES)

    @property
    def silent(self) -> int:
        """How many have not said yet whether they come."""
        return self.said[SILENT]

    @property
    def in_words(self) -> list[str]:
        """ "3 in person", "1 not yet answered" … without what nobody said."""
        words = {
            Answer.COMING: _("%(count)s in person"),
            Answer.ONLINE: _("%(count)s online"),
            Answer.PHONE: _("%(count)s by phone"),
            Answer.UNSURE: _("%(count)s not sure"),
            Answer.NOT_COMING: _("%(count)s not this time"),
            SILENT: _("%(count)s not answered yet"),
        }
        return [sentence % {"count": self.said[key]} for key, sentence in words.items() if self.said[key]]

    def at_table(self) -> GroupAtTable:
        return GroupAtTable(self.shape, self.name, self.coming, self.total)


def partners(session: DesignSession) -> QuerySet[Membership]:
    seats = Membership.objects.partners().seeing_sessions().filter(project=session.project_id)
    return seats.without_observers()


def resting(moment: dt.datetime) -> Exists:
    return Exists(MembershipPause.objects.at(moment).filter(membership=OuterRef("pk")))


ANSWERS = f"""
SELECT session.id, groups.position, groups.key, groups.name, answer.answer, count(*)
FROM projects_designsession AS session
JOIN projects_membership AS seat ON seat.project_id = session.project_id AND seat.role <> 'observer'
    AND seat.sees <> 'decisions' AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
LEFT JOIN projects_sessionanswer AS answer ON answer.session_id = session.id AND answer.membership_id = seat.id
    AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
WHERE session.id = ANY(%(sessions)s) AND (answer.id IS NOT NULL OR NOT {on_a_break("seat")})
GROUP BY session.id, groups.id, answer.answer ORDER BY session.id, groups.position
"""  # noqa: S608 (names of our own columns)


def answers_by_group(sessions: Iterable[DesignSession], now: dt.datetime) -> dict[int, list[GroupAnswers]]:
    """What the partners said, by session and group, for sessions that are still to come; nobody waits for who is on a
    break. One query."""
    found: dict[int, dict[int, GroupAnswers]] = {each.pk: {} for each in sessions}
    for session, position, key, name, answer, people in tuples(ANSWERS, sessions=list(found), now=now):
        group = found[session].setdefault(position, GroupAnswers(shape_of(key, position), name))
        group.said[answer or SILENT] += people
    return {session: list(groups.values()) for session, groups in found.items()}


def who_came(session: DesignSession) -> list[GroupAtTable]:
    """Who was there, of those who are partners now or were there; who left and came back is one person. One query."""
    there = FilteredRelation("attendances", condition=Q(attendances__session=session))
    found = (
        Membership.objects.filter(project=session.project_id)
        .without_observers()
        .annotate(there=there)
        .filter(Q(joined_at__isnull=False, left_at=None) & ~resting(session.starts_at) | Q(there__isnull=False))
        .order_by()
        .values_list("group__position", "group__key", "group__name")
        .annotate(
            people=Count("person", distinct=True),
            came=Count("person", filter=Q(there__isnull=False), distinct=True),
        )
    )
    return [GroupAtTable(shape_of(key, place), name, came, people) for place, key, name, people, came in sorted(found)]


# As SQL, since the list asks it each time; see participants/sql.py. Nobody can be written down as having come to a
# session that is still to come, so the two halves of `here` never meet.
TABLES = f"""
WITH partners AS (
    SELECT group_id, count(*) AS people FROM projects_membership AS seat
    WHERE project_id = %(project)s AND role <> 'observer' AND joined_at IS NOT NULL AND left_at IS NULL
        AND NOT {on_a_break("seat")} AND sees <> 'decisions'
    GROUP BY group_id
), here AS (
    SELECT attendance.session_id, seat.group_id, count(*) AS people
    FROM projects_attendance AS attendance JOIN projects_membership AS seat ON seat.id = attendance.membership_id
    WHERE attendance.session_id = ANY(%(past)s) GROUP BY attendance.session_id, seat.group_id
    UNION ALL
    SELECT session.id, seat.group_id, count(*)
    FROM projects_designsession AS session
    JOIN projects_sessionanswer AS answer ON answer.session_id = session.id AND answer.answer = ANY(%(yes)s)
        AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
    JOIN projects_membership AS seat ON seat.id = answer.membership_id AND seat.left_at IS NULL
    WHERE session.id = ANY(%(coming)s) GROUP BY session.id, seat.group_id
)
SELECT session.id, groups.key, groups.position, groups.name,
    COALESCE(here.people, 0), GREATEST(here.people, partners.people)
FROM unnest(%(past)s::bigint[] || %(coming)s::bigint[]) AS session (id)
JOIN projects_partnergroup AS groups ON groups.project_id = %(project)s
LEFT JOIN partners ON partners.group_id = groups.id
LEFT JOIN here ON here.session_id = session.id AND here.group_id = groups.id
WHERE partners.people IS NOT NULL OR here.people IS NOT NULL
ORDER BY session.id, groups.position
"""  # noqa: S608 (names of our own columns)


def tables_for_list(
    project_id: int, sessions: Sequence[DesignSession], now: dt.datetime
) -> dict[int, list[GroupAtTable]]:
    """For a list: who came, or for what is still to come who said yes, by session. One query."""
    tables: dict[int, list[GroupAtTable]] = {session.pk: [] for session in sessions}
    facts = {
        "project": project_id,
        "now": now,
        "past": [session.pk for session in sessions if session.starts_at <= now],
        "coming": [session.pk for session in sessions if session.starts_at > now],
        "yes": list(SessionAnswer.YES),
    }
    for session_id, key, place, *figures in rows(TABLES, **facts):
        tables[session_id].append(GroupAtTable(shape_of(key, place), *figures))
    return tables


def silent(session: DesignSession, now: dt.datetime) -> QuerySet[Membership]:
    """Partners who have not said whether they come, without those who are on a break."""
    theirs = SessionAnswer.objects.standing().filter(session=session, membership=OuterRef("pk"))
    return partners(session).exclude(Exists(theirs)).exclude(resting(now)).select_related("person", "group")


def shut_out(session: DesignSession, now: dt.datetime) -> int:
    """How many partners can't join: it is online only, they take part by post or phone, and have not said that they
    join. One query, or none."""
    if session.place or session.phone_line:
        return 0
    joins = SessionAnswer.objects.standing().filter(
        session=session, membership=OuterRef("pk"), answer__in=SessionAnswer.YES
    )
    return partners(session).filter(OFFLINE).exclude(Exists(joins)).exclude(resting(now)).count()


class Need(NamedTuple):
    """What one person needs at a session. `answered` is False where it is what they need in general: interpreters are
    hard to book late, so nobody waits for an answer (domain.md §6)."""

    name: str
    words: str
    answered: bool


def needs_to_arrange(session: DesignSession, now: dt.datetime) -> list[Need]:
    """What those who may come need, by name. For those who may see needs. Two queries."""
    said = (
        session.answers.standing().exclude(needs="").exclude(answer=Answer.NOT_COMING).filter(membership__left_at=None)
    )
    found = [Need(name, words, True) for name, words in said.values_list("membership__person__name", "needs")]
    standing: dict[int, list[AccessNeed]] = defaultdict(list)
    people = silent(session, now).values("person")
    for need in AccessNeed.objects.filter(ended_at=None, person__in=people).select_related("person"):
        standing[need.person_id].append(need)
    found += [Need(needs[0].person.name, words_of_needs(needs), False) for needs in standing.values()]
    return sorted(found)


NEEDED = f"""
SELECT session.id, count(DISTINCT seat.id)
FROM projects_designsession AS session
JOIN projects_membership AS seat ON seat.project_id = session.project_id AND seat.role <> 'observer'
    AND seat.sees <> 'decisions'
    AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
LEFT JOIN projects_sessionanswer AS answer ON answer.session_id = session.id AND answer.membership_id = seat.id
    AND (session.moved_at IS NULL OR answer.answered_at >= session.moved_at)
LEFT JOIN participants_accessneed AS need ON need.person_id = seat.person_id AND need.ended_at IS NULL
WHERE session.id = ANY(%(sessions)s)
    AND (answer.answer <> 'not' AND answer.needs <> '' OR answer.id IS NULL AND need.id IS NOT NULL
        AND NOT {on_a_break("seat")})
GROUP BY session.id
"""  # noqa: S608 (names of our own columns)


def how_many_need(sessions: Iterable[DesignSession], now: dt.datetime) -> dict[int, int]:
    """For how many people something has to be arranged, by session. One query."""
    return {next(row): next(row) for row in rows(NEEDED, sessions=[each.pk for each in sessions], now=now)}


def words_of_needs(needs: Iterable[AccessNeed]) -> str:
    """Access needs as one line that their owner can edit."""
    return "; ".join(dict.fromkeys(str(need) for need in needs))
