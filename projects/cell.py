"""The way down from one cell of the involvement map: its partners, and what each of them did."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.sql import rows
from projects.involvement import BITS, ON_MAP, TOOK_PART, InvolvementMap
from projects.models import Involvement, PartnerGroup, Stage
from projects.privacy import named_facts
from projects.resting import on_a_break
from projects.subjects import Subject, subjects_of

SAID = Involvement.Kind.CONTRIBUTED
FIRST = 3  # facts of one partner; more of them are counted

# The same partners as the map counts: who took part in this group, and who of it could have and did not.
PARTNERS = f"""
SELECT person.id, person.name, min(seat.joined_at),
    CASE WHEN bool_and(seat.left_at IS NOT NULL) THEN max(seat.left_at) END, bit_or(COALESCE(presence.kinds, 0))
FROM projects_membership AS seat
JOIN participants_person AS person ON person.id = seat.person_id
LEFT JOIN projects_presence AS presence
    ON presence.stage_id = %(stage)s AND presence.membership_id = seat.id AND presence.group_id = %(group)s
WHERE seat.project_id = %(project)s AND (
    presence.kinds & %(took_part)s <> 0 AND %(there)s::boolean
    OR %(silent)s::boolean AND seat.group_id = %(group)s AND seat.role <> 'observer'
        AND seat.joined_at < COALESCE(%(closed)s::timestamptz, 'infinity')
        AND COALESCE(seat.left_at, 'infinity') > %(began)s::timestamptz
        AND NOT {on_a_break("seat", "LEAST(%(closed)s::timestamptz, seat.left_at, %(now)s)")}
        AND NOT EXISTS (
            SELECT FROM projects_presence AS anywhere
            JOIN projects_membership AS again ON again.id = anywhere.membership_id
            WHERE anywhere.stage_id = %(stage)s AND again.person_id = person.id
                AND anywhere.kinds & %(took_part)s <> 0
        )
)
GROUP BY person.id
ORDER BY bit_or(COALESCE(presence.kinds, 0)) & %(took_part)s = 0, person.name, person.id
LIMIT %(most)s OFFSET %(after)s
"""  # noqa: S608 (names of our own columns)


@dataclass
class Partner:
    """One partner in one stage, also if they left and came back.

    `facts` are the newest, each with the page that it leads to, or None; there are at least so many `more`.
    """

    person: int
    name: str
    joined_at: dt.datetime | None
    left_at: dt.datetime | None
    kinds: int
    facts: list[tuple[Involvement, Subject | None]] = field(default_factory=list)
    more: int = 0

    @property
    def took_part(self) -> bool:
        return any(self.kinds & BITS[kind] for kind in TOOK_PART)

    @property
    def how(self) -> str:
        """ "came, said, decided", or that they have not taken part."""
        words = [str(kind.label) for kind, bit in BITS.items() if self.kinds & bit]
        return ", ".join(words if self.took_part else [_("has not taken part"), *words])


def partners_in(
    stage: Stage,
    group: PartnerGroup,
    *,
    there: bool,
    silent: bool,
    most: int,
    after: int,
    now: dt.datetime | None = None,
) -> list[Partner]:
    """The partners of a cell by name, those who took part first; `there` and `silent` choose which. One query."""
    found = rows(
        PARTNERS,
        project=stage.project_id,
        stage=stage.pk,
        group=group.pk,
        began=stage.began_at,
        closed=stage.closure.closed_at if stage.is_closed else None,
        took_part=sum(BITS[kind] for kind in TOOK_PART),
        there=there,
        silent=silent,
        now=now or timezone.now(),
        most=most,
        after=after,
    )
    return [Partner(*row) for row in found]


def add_facts(stage: Stage, group: PartnerGroup, partners: Sequence[Partner]) -> None:
    """The newest facts of each partner. One query, and one for each noun.

    Something said is listed only where it leads to words that everyone may read with the name, and never counted:
    a number or a day could tell who said what stands there without a name.
    """
    by_person: defaultdict[int, list[Involvement]] = defaultdict(list)
    facts = (
        named_facts(stage.project)
        .filter(
            stage=stage, group=group, kind__in=ON_MAP, membership__person__in=[partner.person for partner in partners]
        )
        .annotate(
            place=Window(RowNumber(), partition_by=F("membership__person"), order_by=[F("at").desc(), F("pk").desc()]),
            count=Window(Count("pk", filter=~Q(kind=SAID)), partition_by=F("membership__person")),
        )
        .filter(place__lte=FIRST)
        .select_related("entered_by", "membership")
        .order_by("membership__person", "place")
    )
    for fact in facts:
        by_person[fact.membership.person_id].append(fact)
    subjects = subjects_of(fact.about for found in by_person.values() for fact in found)
    for partner in partners:
        found = by_person[partner.person]
        listed = [(fact, subjects.get(fact.about)) for fact in found]
        partner.facts = [(fact, subject) for fact, subject in listed if subject or fact.kind != SAID]
        partner.more = max(0, getattr(found[0], "count", 0) - FIRST) if found else 0


LATE = """
SELECT group_id, count(*) FROM projects_membership
WHERE project_id = %(project)s AND role <> 'observer' AND left_at IS NULL AND joined_at >= %(closed)s::timestamptz
GROUP BY group_id
"""


def late_in(whole: InvolvementMap) -> list[tuple[PartnerGroup, int]]:
    """How many of each group's partners of now joined after the first stage was closed. One query at the most."""
    first = next(iter(whole.stages), None)
    if first is None or not first.is_closed:
        return []
    late = dict(map(tuple, rows(LATE, project=first.project_id, closed=first.closure.closed_at)))
    return [(row.group, late[row.group.pk]) for row in whole.rows if row.group.pk in late]
