"""Who may do what with decisions, as a table, and the fetcher for one decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from decisions.models import Decision, Outcome, Response
from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there
from projects.doing import Doing, items_sql
from projects.easy import Facts, facts_sql
from projects.models import Project, Stage
from projects.permissions import COMMISSIONERS, EVERYONE, FACILITATORS, PARTNERS, Part, Seat, project_for

RIGHTS: Mapping[str, frozenset[Part]] = {
    "see": EVERYONE,
    "see_decisions": EVERYONE,
    "open_decision": FACILITATORS,
    "take_position": PARTNERS,
    "ask_for_help": PARTNERS,
    "enter_position": FACILITATORS,
    "answer_question": FACILITATORS,
    "change_wording": FACILITATORS,
    "write_easy_read": FACILITATORS,
    "record_outcome": FACILITATORS,
    "correct_register": FACILITATORS,
    "tell_people": FACILITATORS,
    "answer_decision": COMMISSIONERS,
    "add_action": FACILITATORS | COMMISSIONERS,
    "check_learning": PARTNERS,
    "write_learning": FACILITATORS,
}


MOST_ACTIONS = 50  # of one decision that its pages show


@dataclass(frozen=True)
class DecisionSeat:
    """A decision and what the person is to its project."""

    seat: Seat
    decision: Decision

    def can(self, right: str) -> bool:
        return self.seat.can(right, RIGHTS)


DECISION = f"""
SELECT {columns(Decision, "decision")}, {columns(Stage, "stage")}, opener.name, answerer.name, (
        SELECT version.number FROM decisions_wording AS words
        LEFT JOIN decisions_termsproposal AS proposed ON proposed.wording_id = words.id
        LEFT JOIN projects_termsversion AS version ON version.id = proposed.version_id
        WHERE words.decision_id = decision.id ORDER BY words.number DESC LIMIT 1
    ),
    {facts_sql("decision", "decision.id", "decision.project_id", "%(person)s")},
    {items_sql("'decision:' || decision.id", MOST_ACTIONS)},
    {columns(Outcome, "outcome")}, {columns(Response, "response")}
FROM decisions_decision AS decision
JOIN projects_stage AS stage ON stage.id = decision.stage_id
JOIN projects_membership AS seat ON seat.id = decision.opened_by_id
JOIN participants_person AS opener ON opener.id = seat.person_id
LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
LEFT JOIN decisions_response AS response ON response.decision_id = decision.id
LEFT JOIN participants_person AS answerer ON answerer.id = response.by_id
WHERE decision.project_id = %(project)s AND decision.number = %(number)s
"""  # noqa: S608 (names of our own columns)
BIGGEST = 2**31 - 1  # the largest number that a decision can have


def decision_for(person: Person, slug: str, number: int, *, can: str, whom: str = "") -> DecisionSeat:
    """The decision behind an address, if this person may do `can`. Two queries; 404 and 403 as in `project_for`.

    `whom` as in `project_for`. It comes with its stage, outcome and response, with `opened_by_name` and
    `answered_by_name`,
    with `terms_number`, the version of the terms of reference that it proposes, if it does, with `easy_facts`, the
    `projects.easy.Facts` of its Easy Read words, and with `actions`, what is to be done (`projects.doing.Doing`).
    """
    seat = project_for(person, slug, can=can, rights=RIGHTS, whom=whom)
    found = rows(DECISION, project=seat.project.pk, number=number, person=person.pk) if number <= BIGGEST else []
    if not found:
        raise Http404
    return DecisionSeat(seat, decision_of(seat.project, found[0]))


def decision_of(project: Project, row: Iterator[Any]) -> Decision:
    """What a row of DECISION says."""
    decision, stage = taken(Decision, row), taken(Stage, row)
    decision.project, decision.stage = project, stage
    vars(decision).update(opened_by_name=next(row), answered_by_name=next(row), terms_number=next(row))
    vars(decision).update(easy_facts=Facts.of(next(row)))
    vars(decision).update(actions=[Doing.of(each) for each in next(row) or ()])
    outcome, response = taken_if_there(Outcome, row), taken_if_there(Response, row)
    Decision.outcome.related.set_cached_value(decision, outcome)
    Decision.response.related.set_cached_value(decision, response)
    return decision


COMMISSIONED = """
SELECT id, name FROM projects_project
WHERE scope = 'service' AND (organisation_id IN (
    SELECT organisation_id FROM projects_organisationrole
    WHERE person_id = %(person)s AND role = 'commissioner' AND ended_at IS NULL
) OR id IN (
    SELECT seat.project_id FROM projects_membership AS seat
    JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
    WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
        AND groups.key = 'commissioners'
))
ORDER BY name, id
"""


def commissioned_by(person: Person) -> list[tuple[int, str]]:
    """The projects whose decisions this person answers, by their role in the organisation or their seat's group.

    Each as (id, name), by name. One query.
    """
    return [(next(row), next(row)) for row in rows(COMMISSIONED, person=person.pk)]
