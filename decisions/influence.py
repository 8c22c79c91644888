"""Whose words count: who spoke, what of it became a question, and what was taken up, by group (domain.md §1)."""

from typing import NamedTuple

from participants.sql import rows
from projects.involvement import BITS
from projects.models import Involvement, Project
from projects.table import shape_of

# What somebody said counts in the group that is theirs, and an objection in the one that was theirs when they objected.
# Each is raised once in a decision. Whom something was taken up from, or not, follows from what was raised.
HEARD = """
WITH raised AS (
    SELECT seat.group_id, 'said' AS sort, influence.how, said.taken_back_at AS ended_at
    FROM decisions_decision AS decision
    JOIN decisions_decision_came_from AS came ON came.decision_id = decision.id
    JOIN projects_contribution AS said ON said.id = came.contribution_id
    JOIN projects_membership AS seat ON seat.id = said.membership_id
    LEFT JOIN decisions_influence AS influence
        ON influence.decision_id = decision.id AND influence.contribution_id = said.id
    WHERE decision.project_id = %(project)s
    UNION ALL
    SELECT position.group_id, 'objected', influence.how, objection.withdrawn_at
    FROM decisions_decision AS decision
    JOIN decisions_position AS position ON position.decision_id = decision.id
    JOIN decisions_objection AS objection ON objection.position_id = position.id
    LEFT JOIN decisions_influence AS influence ON influence.objection_id = objection.id
    WHERE decision.project_id = %(project)s
), counted AS (
    SELECT group_id,
        count(*) FILTER (WHERE sort = 'said') AS said, count(*) FILTER (WHERE sort = 'objected') AS objected,
        count(*) FILTER (WHERE how = 'taken_up') AS taken_up, count(*) FILTER (WHERE how = 'in_part') AS in_part,
        count(*) FILTER (WHERE how = 'not') AS turned_down,
        count(*) FILTER (WHERE how IS NULL AND ended_at IS NULL) AS waiting
    FROM raised GROUP BY group_id
), doubted AS (
    SELECT seat.group_id, count(*) AS times FROM projects_actionitem AS item
    JOIN projects_actionnote AS note ON note.item_id = item.id AND note.kind = 'not_happened'
    JOIN LATERAL (
        SELECT group_id FROM projects_membership
        WHERE project_id = item.project_id AND person_id = note.person_id AND joined_at <= note.at
        ORDER BY joined_at DESC LIMIT 1
    ) AS seat ON true
    WHERE item.project_id = %(project)s GROUP BY seat.group_id
)
SELECT groups.key, groups.position, groups.name,
    (
        SELECT count(*) FROM projects_membership AS seat
        WHERE seat.group_id = groups.id AND seat.joined_at IS NOT NULL AND seat.role <> 'observer'
    ),
    (
        SELECT count(DISTINCT presence.membership_id) FROM projects_presence AS presence
        WHERE presence.group_id = groups.id AND presence.kinds & %(spoke)s <> 0
    ),
    COALESCE(counted.said, 0),
    (SELECT count(*) FROM decisions_proposal AS proposal WHERE proposal.group_id = groups.id),
    (
        SELECT count(*) FROM decisions_proposal AS proposal
        JOIN decisions_proposalend AS ending ON ending.proposal_id = proposal.id AND ending.how = 'opened'
        WHERE proposal.group_id = groups.id
    ),
    COALESCE(counted.objected, 0), COALESCE(counted.taken_up, 0),
    COALESCE(counted.in_part, 0), COALESCE(counted.turned_down, 0), COALESCE(counted.waiting, 0),
    COALESCE(doubted.times, 0)
FROM projects_partnergroup AS groups
LEFT JOIN counted ON counted.group_id = groups.id
LEFT JOIN doubted ON doubted.group_id = groups.id
WHERE groups.project_id = %(project)s
ORDER BY groups.position
"""


class Heard(NamedTuple):
    """One group: how many of its partners (of then and now) spoke, what they brought that led to a question, what they
    proposed and how much of that was opened as a decision, what they objected to, and what of what they brought or
    objected to was taken up, in part, or not. `waiting`: nobody has written yet which of these; what they took back
    themselves waits for nothing. `doubted`: how often they said that something had not happened."""

    key: str
    position: int
    name: str
    partners: int
    spoke: int
    led_to_question: int
    proposed: int
    opened: int
    objected: int
    taken_up: int
    in_part: int
    not_taken_up: int
    waiting: int
    doubted: int

    @property
    def shape(self) -> str:
        return shape_of(self.key, self.position)


def heard_in(project: Project) -> list[Heard]:
    """Every group that has or had partners, in order. One query."""
    spoke = BITS[Involvement.Kind.CONTRIBUTED] | BITS[Involvement.Kind.DECIDED]
    found = [Heard(*row) for row in rows(HEARD, project=project.pk, spoke=spoke)]
    return [group for group in found if group.partners or group.spoke or group.key in ("use", "carers")]
