"""What stands in the way of publishing a page: who has not checked it, who asked for a change, and how much time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from decisions.models import LearningCheck, LearningRound
from participants.sql import rows
from projects.models import PartnerGroup
from projects.table import shape_of


@dataclass
class GroupCheck:
    """One group: how many partners it has now, how many of its partners said fine, and who asked for a change."""

    id: int
    key: str
    name: str
    position: int
    partners: int
    fine: int = 0
    changes: list[LearningCheck] = field(default_factory=list)

    @property
    def shape(self) -> str:
        return shape_of(self.key, self.position)

    @property
    def silent(self) -> int:
        return max(0, self.partners - self.fine - len(self.changes))

    @property
    def needs_a_yes(self) -> bool:
        """Whether the page waits for this group: it has lived experience and partners, and none of them said fine."""
        return self.key in PartnerGroup.LIVED_EXPERIENCE and self.partners > 0 and not self.fine


@dataclass(frozen=True)
class Standing:
    """How a check stands at a moment."""

    groups: Sequence[GroupCheck]
    checks: Sequence[LearningCheck]
    has_had_time: bool

    @property
    def without_a_yes(self) -> list[GroupCheck]:
        return [group for group in self.groups if group.needs_a_yes]

    @property
    def changes(self) -> list[LearningCheck]:
        return [check for group in self.groups for check in group.changes]


PARTNERS = """
SELECT groups.id, groups.key, groups.name, groups.position, count(seat.id)
FROM projects_partnergroup AS groups
LEFT JOIN projects_membership AS seat ON seat.group_id = groups.id AND seat.joined_at IS NOT NULL
    AND seat.left_at IS NULL AND seat.role <> 'observer'
WHERE groups.project_id = %(project)s
GROUP BY groups.id ORDER BY groups.position
"""


def standing_of(round_: LearningRound, project: int, now: dt.datetime) -> Standing:
    """How a check stands. Only partners of now are counted; who left has no say in what goes public. Two queries."""
    groups = {pk: GroupCheck(pk, *rest) for pk, *rest in map(list, rows(PARTNERS, project=project))}
    checks = list(round_.checks.filter(membership__left_at=None).select_related("membership__person", "entered_by"))
    for check in checks:
        group = groups[check.group_id]
        if check.is_fine:
            group.fine += 1
        else:
            group.changes.append(check)
    with_anybody = [group for group in groups.values() if group.partners or group.fine or group.changes]
    return Standing(with_anybody, checks, now >= round_.open_until)
