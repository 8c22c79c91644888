"""What changed because of what people said, for the pages that tell them so. As SQL, since Home asks it each time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from decisions.methods import agreeing
from decisions.models import Decision, Feedback, Influence, Position
from participants.models import Person
from participants.sql import columns, rows, taken
from projects.models import Contribution, Membership, Project

PROVISIONAL = """EXISTS (
    SELECT FROM decisions_outcome WHERE decision_id = decision.id AND provisional AND stands_since IS NULL
)"""
DECISION = f"{PROVISIONAL}, {columns(Decision, 'decision')}, {columns(Project, 'project')}"

# What was taken up of somebody's words shows as soon as it is; once they are told what came of the decision, that does.
TOLD = f"""
SELECT change.said, change.yes, change.came_of_it, change.did, {DECISION}, EXISTS (
    SELECT FROM projects_membership AS here
    WHERE here.person_id = %(person)s AND here.project_id = project.id AND here.joined_at IS NOT NULL
        AND here.left_at IS NULL
)
FROM (
    SELECT feedback.you_said AS said, feedback.you_said = '' AND feedback.quoted_id IS NULL
            AND feedback.nameless_id IS NULL AND (
                SELECT bool_and(stance = ANY(%(agreeing)s)) FROM decisions_position
                WHERE decision_id = outcome.decision_id AND membership_id = seat.id
            ) AS yes, feedback.we_did AS came_of_it, feedback.did,
        feedback.written_at AS at, feedback.id, outcome.decision_id
    FROM projects_membership AS seat
    JOIN decisions_feedback AS feedback ON feedback.membership_id = seat.id AND feedback.written_at IS NOT NULL
    JOIN decisions_outcome AS outcome ON outcome.id = feedback.outcome_id
    WHERE seat.person_id = %(person)s
    UNION ALL
    SELECT COALESCE(contribution.words, position.reason), false, influence.because, true,
        influence.at, influence.id, influence.decision_id
    FROM projects_membership AS seat
    JOIN decisions_influence AS influence ON influence.membership_id = seat.id AND influence.how <> 'not'
    LEFT JOIN projects_contribution AS contribution ON contribution.id = influence.contribution_id
    LEFT JOIN decisions_objection AS objection ON objection.id = influence.objection_id
    LEFT JOIN decisions_position AS position ON position.id = objection.position_id
    WHERE seat.person_id = %(person)s AND contribution.taken_back_at IS NULL AND NOT EXISTS (
        SELECT FROM decisions_feedback AS feedback
        JOIN decisions_outcome AS outcome ON outcome.id = feedback.outcome_id
        WHERE outcome.decision_id = influence.decision_id AND feedback.membership_id = seat.id
    )
    ORDER BY at DESC, id DESC LIMIT %(most)s
) AS change
JOIN decisions_decision AS decision ON decision.id = change.decision_id
JOIN projects_project AS project ON project.id = decision.project_id
ORDER BY change.at DESC, change.id DESC
"""  # noqa: S608 (names of our own columns)

TAKEN_UP = f"""
SELECT COALESCE(contribution.words, position.reason), false, influence.because, true, {DECISION}
FROM decisions_influence AS influence
JOIN decisions_decision AS decision ON decision.id = influence.decision_id
JOIN projects_project AS project ON project.id = decision.project_id
LEFT JOIN projects_contribution AS contribution ON contribution.id = influence.contribution_id
LEFT JOIN decisions_objection AS objection ON objection.id = influence.objection_id
LEFT JOIN decisions_position AS position ON position.id = objection.position_id
WHERE project.id = %(project)s AND influence.how <> 'not' AND contribution.taken_back_at IS NULL
    AND contribution.audience IS DISTINCT FROM 'facilitators'
ORDER BY influence.at DESC, influence.id DESC LIMIT %(most)s
"""  # noqa: S608


@dataclass(frozen=True)
class Changed:
    """One thing that somebody said, and what came of it. `did` is false for "we couldn't, because".

    `provisional`: what was decided does not stand yet. `yes`: they said yes and no words of their own.
    """

    said: str
    came_of_it: str
    did: bool
    question: str
    project: Project
    url: str
    provisional: bool = False
    yes: bool = False


def only_yes(feedback: "QuerySet[Feedback]") -> "QuerySet[Feedback]":
    """Those to people who said yes and gave no reason, so that there are no words to repeat."""
    other = Position.objects.filter(decision=OuterRef("outcome__decision"), membership=OuterRef("membership"))
    said_else = Exists(other.exclude(stance__in=agreeing()))
    return feedback.filter(~said_else, Exists(other), you_said="", quoted=None, nameless=None)


def told_to(person: Person, limit: int = 5) -> list[Changed]:
    """For Home: what changed because of this person, or what they were told, newest first. One query.

    Who has left a project keeps what they were told; the way there is closed to them.
    """
    return [told(row) for row in rows(TOLD, person=person.pk, most=limit, agreeing=agreeing())]


def told(row: Iterator[Any]) -> Changed:
    found, is_there = change(row), next(row)
    return found if is_there else replace(found, url="")


NOT_IN_PACKS = Q(contribution__audience=Contribution.Audience.NAMELESS) | Q(contribution__taken_back_at__isnull=False)


def told_to_seats(seats: Iterable[Membership], *, most: int) -> dict[int, list[Changed]]:
    """For packs: as `told_to`, for many partners of a project at once, by the id of their seat. Two queries.

    Others see what goes into a pack, so what somebody said without their name is left out, also where they took the
    name off only later.
    """
    ids = [seat.pk for seat in seats]
    path = "outcome__decision__project"
    named = Feedback.objects.filter(nameless=None).exclude(quoted__audience=Contribution.Audience.NAMELESS)
    told = named.filter(membership__in=ids, written_at__isnull=False).select_related(path)
    taken_up = Influence.objects.filter(membership__in=ids).exclude(how=Influence.How.NOT).exclude(NOT_IN_PACKS)
    untold = taken_up.exclude(
        Exists(Feedback.objects.filter(outcome__decision=OuterRef("decision"), membership=OuterRef("membership")))
    ).select_related("decision__project", "contribution", "objection__position")
    found = [(each.written_at, each.membership_id, changed_by(each)) for each in told]
    found += [(each.at, each.membership_id, changed_through(each)) for each in untold]
    rows: defaultdict[int, list[Changed]] = defaultdict(list)
    for _at, seat, changed in sorted(found, key=itemgetter(0), reverse=True):
        if len(rows[seat]) < most:
            rows[seat].append(changed)
    return rows


def changed_by(feedback: Feedback) -> Changed:
    decision = feedback.outcome.decision
    url = decision.get_absolute_url()
    provisional = feedback.outcome.is_provisional
    return Changed(
        feedback.you_said, feedback.we_did, feedback.did, decision.question, decision.project, url, provisional
    )


def changed_through(influence: Influence) -> Changed:
    source, decision = influence.objection, influence.decision
    said = influence.contribution.words if influence.contribution else source.position.reason if source else ""
    url = decision.get_absolute_url()
    return Changed(said, influence.because, True, decision.question, decision.project, url)


def changed_in(project: Project, limit: int = 3) -> list[Changed]:
    """For a project's overview: the last things that were taken up, newest first. One query."""
    return [change(row) for row in rows(TAKEN_UP, project=project.pk, most=limit)]


def change(row: Iterator[Any]) -> Changed:
    said, yes, came_of_it, did, provisional = next(row), next(row), next(row), next(row), next(row)
    decision = taken(Decision, row)
    decision.project = taken(Project, row)
    url = decision.get_absolute_url()
    return Changed(said or "", came_of_it, did, decision.question, decision.project, url, provisional, bool(yes))
