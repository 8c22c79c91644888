"""Who took part in a decision, by group, and whether its outcome stands. Every page and export asks here.

Entitled is everybody who was a partner (joined, not left, not on a break; observers aside) when the decision closed, or
is one now while it is open, and everybody who has taken part. Taken part has who holds a position on the wording as it
stands now, in the group that was theirs when they took it: an answer to older words is kept and shown, but nobody
agrees to words that they never saw. Who only asked a question has not said where they stand. Silence stays silence: it
is in nobody's count (domain.md §7).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.models import Decision
from participants.sql import tuples
from projects.doing import LAST, SHOWN
from projects.models import PartnerGroup
from projects.resting import on_a_break
from projects.table import GroupAtTable, shape_of


class ToDo(NamedTuple):
    """How many action items follow from a decision, and of these: done, overdue, and said not to have happened."""

    all: int = 0
    done: int = 0
    overdue: int = 0
    doubted: int = 0


NOTHING_TO_DO = ToDo()


@dataclass(frozen=True)
class Standing:
    """Who is at the table of one decision, and how many of those who are owed an answer were told what came of it."""

    groups: tuple[GroupAtTable, ...]
    told: int = 0
    owed: int = 0
    held: bool | None = None  # whether the outcome does not stand yet; None while there is none
    to_do: ToDo = NOTHING_TO_DO

    @cached_property
    def taken(self) -> int:
        return sum(group.present for group in self.groups)

    @cached_property
    def entitled(self) -> int:
        return sum(group.total for group in self.groups)

    @cached_property
    def short(self) -> tuple[GroupAtTable, ...]:
        """The groups that are below their minimum."""
        return tuple(group for group in self.groups if group.short)

    @property
    def provisional(self) -> bool:
        """Does the outcome not stand yet, or would it not if it were recorded now?"""
        return bool(self.short) if self.held is None else self.held

    @property
    def all_told(self) -> bool:
        return self.told >= self.owed

    @property
    def all_groups(self) -> bool:
        """Has somebody of every group that has partners taken part?"""
        return self.entitled > 0 and all(group.present for group in self.groups if group.total)

    @property
    def missing(self) -> str:
        """ "Carers: 1 of 4, needs 2; Staff: 0 of 3, needs 1", or nothing."""
        return "; ".join(missing_words(group) for group in self.short)


def missing_words(group: GroupAtTable) -> str:
    """ "Carers: 1 of 4, needs 2"."""
    return _("%(group)s: %(taken)d of %(entitled)d, needs %(minimum)d") % {
        "group": group.name,
        "taken": group.present,
        "entitled": group.total,
        "minimum": group.needs,
    }


def entitled(seat: str, moment: str) -> str:
    """A condition that holds where the membership under that name in a query may decide at that moment."""
    return f"""{seat}.role <> 'observer' AND {seat}.sees <> 'sessions' AND {seat}.joined_at <= {moment}
        AND ({seat}.left_at IS NULL OR {seat}.left_at > {moment}) AND NOT {on_a_break(seat, moment)}"""


# Those who answered are taken out of their present group, also if they left and came back, and counted in the one that
# was theirs. Partners are counted once for each moment and not for each decision: a page's open decisions share one.
COUNTS = f"""
WITH asked AS (
    SELECT d.id, d.project_id, LEAST(%(now)s, d.closes_at, o.recorded_at) AS moment,
        o.provisional AND o.stands_since IS NULL AS held, (
        SELECT w.id FROM decisions_wording w WHERE w.decision_id = d.id ORDER BY w.number DESC LIMIT 1
    ) AS wording_id
    FROM decisions_decision d LEFT JOIN decisions_outcome o ON o.decision_id = d.id
    WHERE d.id = ANY(%(ids)s)
), said AS (
    SELECT asked.id AS decision_id, p.group_id, CASE WHEN {entitled("m", "asked.moment")} THEN m.group_id ELSE (
        SELECT again.group_id FROM projects_membership again
        WHERE again.person_id = m.person_id AND again.project_id = m.project_id AND {entitled("again", "asked.moment")}
    ) END AS counted_in
    FROM asked JOIN decisions_position p ON p.wording_id = asked.wording_id AND p.replaced_at IS NULL
        AND p.stance <> 'question'
    JOIN projects_membership m ON m.id = p.membership_id
), taken AS (
    SELECT decision_id, group_id, count(*) AS people FROM said GROUP BY decision_id, group_id
), answered AS (
    SELECT decision_id, counted_in, count(*) AS people FROM said GROUP BY decision_id, counted_in
), partners AS (
    SELECT one.project_id, one.moment, m.group_id, count(*) AS people
    FROM (SELECT DISTINCT project_id, moment FROM asked) one
    JOIN projects_membership m ON m.project_id = one.project_id AND {entitled("m", "one.moment")}
    GROUP BY one.project_id, one.moment, m.group_id
), owed AS (
    SELECT o.decision_id, count(f.told_at) AS told, count(*) AS people
    FROM decisions_outcome o JOIN decisions_feedback f ON f.outcome_id = o.id
    WHERE o.decision_id = ANY(%(ids)s) GROUP BY o.decision_id
), doing AS (
    SELECT asked.id AS decision_id, count(*) AS items, count(*) FILTER (WHERE {SHOWN["done"]}) AS done,
        count(*) FILTER (WHERE {SHOWN["overdue"]}) AS overdue,
        count(*) FILTER (WHERE {SHOWN["not_happened"]}) AS doubted
    FROM asked JOIN projects_actionitem item ON item.about = 'decision:' || asked.id {LAST} GROUP BY asked.id
)
SELECT asked.id, COALESCE(owed.told, 0), COALESCE(owed.people, 0), asked.held,
    COALESCE(doing.items, 0), COALESCE(doing.done, 0), COALESCE(doing.overdue, 0), COALESCE(doing.doubted, 0),
    g.key, g.position, g.name,
    COALESCE(taken.people, 0), COALESCE(taken.people, 0) + COALESCE(partners.people, 0) - COALESCE(answered.people, 0),
    COALESCE(minimum.people, 0)
FROM asked JOIN projects_partnergroup g ON g.project_id = asked.project_id
LEFT JOIN taken ON taken.decision_id = asked.id AND taken.group_id = g.id
LEFT JOIN answered ON answered.decision_id = asked.id AND answered.counted_in = g.id
LEFT JOIN partners ON partners.project_id = asked.project_id AND partners.moment = asked.moment
    AND partners.group_id = g.id
LEFT JOIN decisions_minimum minimum ON minimum.decision_id = asked.id AND minimum.group_id = g.id
LEFT JOIN owed ON owed.decision_id = asked.id
LEFT JOIN doing ON doing.decision_id = asked.id
ORDER BY asked.id, g.position
"""  # noqa: S608 (names of our own columns)


def standings(decisions: Iterable[Decision], *, now: dt.datetime) -> dict[int, Standing]:
    """Who took part in each of these decisions, by their id. One query, however many they are."""
    groups: dict[int, list[GroupAtTable]] = {decision.pk: [] for decision in decisions}
    whole: dict[int, tuple[int, int, bool | None, ToDo]] = {}
    if groups:
        found = tuples(COUNTS, ids=list(groups), now=now, today=timezone.localdate(now))
        for decision_id, told, owed, held, items, done, overdue, doubted, key, position, *facts in found:
            whole[decision_id] = (told, owed, held, ToDo(items, done, overdue, doubted))
            at_table = GroupAtTable(shape_of(key, position), *facts)
            groups[decision_id].append(at_table._replace(lived=key in PartnerGroup.LIVED_EXPERIENCE))
    return {pk: Standing(tuple(its), *whole.get(pk, (0, 0))) for pk, its in groups.items()}


def standing(decision: Decision, *, now: dt.datetime) -> Standing:
    """Who took part in this decision. One query."""
    return standings([decision], now=now)[decision.pk]
