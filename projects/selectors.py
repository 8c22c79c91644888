"""The projects of one person, as the list and Home show them."""

from dataclasses import dataclass

from django.utils import timezone

from participants.models import Person
from participants.sql import columns, rows, taken
from projects.models import Project

MINE = f"""
SELECT {columns(Project, "project")}, organisation.name, stage.name, stage.position,
    (SELECT count(*) FROM projects_stage AS each WHERE each.project_id = project.id)
FROM (
    SELECT project.* FROM projects_project AS project
    WHERE project.id IN (
        SELECT project_id FROM projects_membership
        WHERE person_id = %(person)s AND joined_at IS NOT NULL AND left_at IS NULL
        UNION
        SELECT partner.project_id FROM projects_supporter AS supporter
        JOIN projects_membership AS partner ON partner.id = supporter.membership_id
        WHERE supporter.person_id = %(person)s AND supporter.accepted_at IS NOT NULL AND supporter.ended_at IS NULL
            AND (supporter.until IS NULL OR supporter.until > %(now)s)
            AND partner.joined_at IS NOT NULL AND partner.left_at IS NULL
        UNION
        SELECT project.id FROM projects_organisationrole AS role
        JOIN projects_project AS project ON project.organisation_id = role.organisation_id
        WHERE role.person_id = %(person)s AND role.role = 'commissioner' AND role.ended_at IS NULL
            AND project.scope = 'service'
    )
    ORDER BY project.name, project.id LIMIT %(most)s OFFSET %(after)s
) AS project
JOIN projects_organisation AS organisation ON organisation.id = project.organisation_id
LEFT JOIN LATERAL (
    SELECT name, position FROM projects_stage
    WHERE project_id = project.id AND began_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM projects_stageclosure WHERE stage_id = projects_stage.id)
    ORDER BY position LIMIT 1
) AS stage ON true
ORDER BY project.name, project.id
"""  # noqa: S608 (names of our own columns)


@dataclass(frozen=True)
class Mine:
    """One of somebody's projects. `stage` is the name of its open stage, or "" when all are closed."""

    project: Project
    organisation: str
    stage: str
    number: int
    stages: int


def projects_of(person: Person, *, most: int, after: int = 0) -> list[Mine]:
    """The projects that a person is a partner of, supports a partner in, or commissions; by name. One query."""
    found = []
    for row in rows(MINE, person=person.pk, now=timezone.now(), most=most, after=after):
        project = taken(Project, row)
        organisation, stage, number, stages = row
        found.append(Mine(project, organisation, stage or "", number or 0, stages))
    return found


PRIVATE = """
SELECT organisation.name, count(*)
FROM projects_organisation AS organisation
JOIN projects_project AS project ON project.organisation_id = organisation.id
WHERE project.scope = 'support' AND project.closed_at IS NULL
    AND EXISTS (
        SELECT FROM projects_organisationrole AS role
        WHERE role.organisation_id = organisation.id AND role.person_id = %(person)s AND role.ended_at IS NULL
    )
    AND EXISTS (
        SELECT FROM projects_membership AS lead WHERE lead.project_id = project.id AND lead.role = 'facilitator'
            AND lead.joined_at IS NOT NULL AND lead.left_at IS NULL
    )
GROUP BY organisation.id ORDER BY organisation.name
"""


def private_projects(person: Person) -> list[tuple[str, int]]:
    """How many private projects there are in the organisations in which somebody holds a right: all that they learn."""
    return [(next(row), next(row)) for row in rows(PRIVATE, person=person.pk)]
