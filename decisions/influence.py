"""Whose words count: who spoke, what of it became a question, and what was taken up, by group (domain.md §1)."""

from typing import NamedTuple

from participants.sql import rows
from projects.involvement import BITS
from projects.models import Involvement, Project
from projects.table import shape_of

HEARD = """
SELECT groups.key, groups.position, groups.name,
    (
        SELECT count(*) FROM projects_membership AS seat
        WHERE seat.group_id = groups.id AND seat.joined_at IS NOT NULL AND seat.role <> 'observer'
    ),
    (
        SELECT count(DISTINCT presence.membership_id) FROM projects_presence AS presence
        WHERE presence.group_id = groups.id AND presence.kinds & %(spoke)s <> 0
    ),
    (
        SELECT count(DISTINCT came.contribution_id) FROM decisions_decision_came_from AS came
        JOIN projects_contribution AS said ON said.id = came.contribution_id
        JOIN projects_membership AS seat ON seat.id = said.membership_id
        WHERE seat.group_id = groups.id
    ),
    count(influence.id) FILTER (WHERE influence.how = 'taken_up'),
    count(influence.id) FILTER (WHERE influence.how = 'in_part'),
    count(influence.id) FILTER (WHERE influence.how = 'not')
FROM projects_partnergroup AS groups
LEFT JOIN projects_membership AS speaker ON speaker.group_id = groups.id
LEFT JOIN decisions_influence AS influence ON influence.membership_id = speaker.id
WHERE groups.project_id = %(project)s
GROUP BY groups.id ORDER BY groups.position
"""


class Heard(NamedTuple):
    """One group: how many of its partners (of then and now) spoke, what became a question, what was taken up."""

    key: str
    position: int
    name: str
    partners: int
    spoke: int
    proposed: int
    taken_up: int
    in_part: int
    not_taken_up: int

    @property
    def shape(self) -> str:
        return shape_of(self.key, self.position)


def heard_in(project: Project) -> list[Heard]:
    """Every group that has or had partners, in order. One query."""
    spoke = BITS[Involvement.Kind.CONTRIBUTED] | BITS[Involvement.Kind.DECIDED]
    found = [Heard(*row) for row in rows(HEARD, project=project.pk, spoke=spoke)]
    return [group for group in found if group.partners or group.spoke or group.key in ("use", "carers")]
