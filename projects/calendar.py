"""Reading sessions: who is at the table, who said what, and what has to be arranged."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from participants.models import AccessNeed
from projects.models import Attendance, DesignSession, Membership, SessionAnswer
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
        return self.said[Answer.COMING] + self.said[Answer.ONLINE]

    @property
    def in_words(self) -> list[str]:
        """ "3 in person", "1 not yet answered" … without what nobody said."""
        words = {
            Answer.COMING: _("%(count)s in person"),
            Answer.ONLINE: _("%(count)s online"),
            Answer.UNSURE: _("%(count)s not sure"),
            Answer.NOT_COMING: _("%(count)s not this time"),
            SILENT: _("%(count)s not answered yet"),
        }
        return [sentence % {"count": self.said[key]} for key, sentence in words.items() if self.said[key]]

    def at_table(self) -> GroupAtTable:
        return GroupAtTable(self.shape, self.name, self.coming, self.total)


def partners(session: DesignSession) -> QuerySet[Membership]:
    seats = Membership.objects.partners().filter(project=session.project_id)
    return seats.exclude(role=Membership.Role.OBSERVER)


def answers_by_group(session: DesignSession) -> list[GroupAnswers]:
    """What the partners said, by group, for a session that is still to come. One query."""
    theirs = Q(session_answers__session=session)
    if session.moved_at:
        theirs &= Q(session_answers__answered_at__gte=session.moved_at)
    rows = (
        partners(session)
        .annotate(theirs=FilteredRelation("session_answers", condition=theirs))
        .order_by()
        .values_list("group__position", "group__key", "group__name", "theirs__answer")
        .annotate(people=Count("pk"))
    )
    groups: dict[int, GroupAnswers] = {}
    for position, key, name, answer, people in sorted(rows, key=lambda row: row[0]):
        group = groups.setdefault(position, GroupAnswers(shape_of(key, position), name))
        group.said[answer or SILENT] += people
    return list(groups.values())


def who_came(session: DesignSession) -> list[GroupAtTable]:
    """Who was there, of those who are partners now or were there. One query."""
    there = FilteredRelation("attendances", condition=Q(attendances__session=session))
    rows = (
        Membership.objects.filter(project=session.project_id)
        .exclude(role=Membership.Role.OBSERVER)
        .annotate(there=there)
        .filter(Q(joined_at__isnull=False, left_at=None) | Q(there__isnull=False))
        .order_by()
        .values_list("group__position", "group__key", "group__name")
        .annotate(people=Count("pk"), came=Count("there"))
    )
    return [GroupAtTable(shape_of(key, place), name, came, people) for place, key, name, people, came in sorted(rows)]


def tables_for_list(
    project_id: int, sessions: Sequence[DesignSession], now: dt.datetime
) -> dict[int, list[GroupAtTable]]:
    """For a list: who came, or for what is still to come who said yes, by session. Three queries."""
    groups = list(
        Membership.objects.partners()
        .filter(project=project_id)
        .exclude(role=Membership.Role.OBSERVER)
        .order_by()
        .values_list("group__position", "group__key", "group__name")
        .annotate(people=Count("pk"))
    )
    present = {**counts(came_to(sessions)), **counts(coming_to(sessions, now))}
    return {
        session.pk: [
            GroupAtTable(shape_of(key, place), name, here, max(here, people))
            for place, key, name, people in sorted(groups)
            for here in [present.get((session.pk, place), 0)]
        ]
        for session in sessions
    }


def came_to(sessions: Sequence[DesignSession]) -> QuerySet[Attendance]:
    return Attendance.objects.filter(session__in=sessions)


def coming_to(sessions: Sequence[DesignSession], now: dt.datetime) -> QuerySet[SessionAnswer]:
    yes = SessionAnswer.objects.standing().filter(answer__in=SessionAnswer.YES, session__starts_at__gt=now)
    return yes.filter(session__in=sessions, membership__left_at=None)


def counts(facts: "QuerySet[Attendance] | QuerySet[SessionAnswer]") -> dict[tuple[int, int], int]:
    """How many, by session and position of the group."""
    rows = facts.order_by().values_list("session_id", "membership__group__position").annotate(people=Count("pk"))
    return {(session, place): people for session, place, people in rows}


def silent(session: DesignSession) -> QuerySet[Membership]:
    """Partners who have not said whether they come."""
    theirs = SessionAnswer.objects.standing().filter(session=session, membership=OuterRef("pk"))
    return partners(session).exclude(Exists(theirs)).select_related("person", "group")


def needs_to_arrange(session: DesignSession) -> QuerySet[SessionAnswer]:
    """What people who may come said that they need this time. For those who may see needs."""
    said = session.answers.exclude(needs="").exclude(answer=Answer.NOT_COMING).filter(membership__left_at=None)
    return said.select_related("membership__person").order_by("membership__person__name")


def words_of_needs(needs: Iterable[AccessNeed]) -> str:
    """Access needs as one line that their owner can edit."""
    return "; ".join(dict.fromkeys(str(need) for need in needs))
