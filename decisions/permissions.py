"""Who may do what with decisions, as a table, and the fetcher for one decision."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import Http404

from decisions.aftermath import Aftermath, after, aftermath_sql
from decisions.models import Decision, Outcome, Proposal, Response
from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there
from projects.doing import Doing, items_sql
from projects.easy import Facts, facts_sql, twin_sql
from projects.models import Project, Stage
from projects.permissions import COMMISSIONERS, EVERYONE, FACILITATORS, PARTNERS, Part, Seat, project_for

RIGHTS: Mapping[str, frozenset[Part]] = {
    "see": EVERYONE,
    "see_decisions": EVERYONE,
    "propose": PARTNERS,  # and say something about what others propose
    "open_decision": FACILITATORS,  # or say why not
    "take_position": PARTNERS,
    "ask_for_help": PARTNERS,
    "enter_position": FACILITATORS,
    "answer_question": FACILITATORS,
    "change_wording": FACILITATORS,
    "write_easy_read": FACILITATORS,
    "record_outcome": FACILITATORS,
    "review_decision": FACILITATORS,  # and whoever sees to it: `DecisionSeat.may_review`
    "correct_register": FACILITATORS,
    "tell_people": FACILITATORS,
    "answer_decision": COMMISSIONERS,
    "add_action": FACILITATORS | COMMISSIONERS,
    "check_learning": PARTNERS,
    "write_learning": FACILITATORS,
}


MOST_ACTIONS = 50  # of one decision that its pages show


class Proposed(NamedTuple):
    """The proposal that a decision was opened from, and who made it."""

    number: int
    at: dt.datetime
    name: str
    group: str
    opened_it_too: bool
    in_other_words: bool  # than those that were shaped together


@dataclass(frozen=True)
class DecisionSeat:
    """A decision and what the person is to its project."""

    seat: Seat
    decision: Decision

    def can(self, right: str) -> bool:
        return self.seat.can(right, RIGHTS)

    @property
    def may_review(self) -> bool:
        """Who keeps decisions going, and whoever sees to it that this one is looked at again."""
        seat = self.seat.membership
        owner = after(self.decision).owner_id
        sees_to_it = seat is not None and seat.person_id == owner and self.can("take_position")
        return self.can("review_decision") or (sees_to_it and self.seat.acting is None)


DECISION = f"""
SELECT {columns(Decision, "decision")}, {columns(Stage, "stage")}, opener.name, answerer.name, (
        SELECT version.number FROM decisions_wording AS words
        LEFT JOIN decisions_termsproposal AS proposed ON proposed.wording_id = words.id
        LEFT JOIN projects_termsversion AS version ON version.id = proposed.version_id
        WHERE words.decision_id = decision.id ORDER BY words.number DESC LIMIT 1
    ),
    proposal.number, proposal.at, proposer.name, proposer_group.name,
    proposing.person_id = seat.person_id, EXISTS (
        SELECT FROM decisions_proposalversion AS shaped
        JOIN decisions_wording AS first ON first.decision_id = decision.id AND first.number = 1
        WHERE shaped.proposal_id = proposal.id AND (shaped.words <> first.words OR shaped.question <> decision.question)
            AND NOT EXISTS (
                SELECT FROM decisions_proposalversion WHERE proposal_id = proposal.id AND number > shaped.number
            )
    ),
    {facts_sql("decision", "decision.id", "decision.project_id", "%(person)s")},
    {items_sql("'decision:' || decision.id", MOST_ACTIONS)},
    {twin_sql("outcome", "decision.id")}, {aftermath_sql("decision")},
    {columns(Outcome, "outcome")}, {columns(Response, "response")}
FROM decisions_decision AS decision
JOIN projects_stage AS stage ON stage.id = decision.stage_id
JOIN projects_membership AS seat ON seat.id = decision.opened_by_id
JOIN participants_person AS opener ON opener.id = seat.person_id
LEFT JOIN decisions_outcome AS outcome ON outcome.decision_id = decision.id
LEFT JOIN decisions_response AS response ON response.decision_id = decision.id
LEFT JOIN participants_person AS answerer ON answerer.id = response.by_id
LEFT JOIN (
    decisions_proposalend AS ending JOIN decisions_proposal AS proposal ON proposal.id = ending.proposal_id
    JOIN projects_membership AS proposing ON proposing.id = proposal.membership_id
    JOIN participants_person AS proposer ON proposer.id = proposing.person_id
    JOIN projects_partnergroup AS proposer_group ON proposer_group.id = proposal.group_id
) ON ending.decision_id = decision.id
WHERE decision.project_id = %(project)s AND decision.number = %(number)s
"""  # noqa: S608 (names of our own columns)
BIGGEST = 2**31 - 1  # the largest number that a decision can have


def decision_for(person: Person, slug: str, number: int, *, can: str, whom: str = "") -> DecisionSeat:
    """The decision behind an address, if this person may do `can`. Two queries; 404 and 403 as in `project_for`.

    `whom` as in `project_for`. It comes with its stage, outcome and response, with `opened_by_name` and
    `answered_by_name`, with `proposed`, the `Proposed` that it was opened from, or None, with `terms_number`, the
    version of the terms of reference that it proposes, if it does, with `easy_facts` and `easy_outcome`, the
    `projects.easy.Facts` of its Easy Read words and of those of its outcome, with `actions`, what is to be done
    (`projects.doing.Doing`), and with its `aftermath.Aftermath`.
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
    proposed = Proposed(next(row), next(row), next(row), next(row), next(row), next(row))
    vars(decision).update(proposed=proposed if proposed.number else None)
    facts = Facts.of(next(row))
    vars(decision).update(actions=[Doing.of(each) for each in next(row) or ()])
    vars(decision).update(easy_facts=facts, easy_outcome=facts.about_another(next(row)))
    vars(decision).update(aftermath=Aftermath.of(next(row)))
    outcome, response = taken_if_there(Outcome, row), taken_if_there(Response, row)
    Decision.outcome.related.set_cached_value(decision, outcome)
    Decision.response.related.set_cached_value(decision, response)
    return decision


@dataclass(frozen=True)
class ProposalSeat:
    """A proposal and what the person is to its project."""

    seat: Seat
    proposal: Proposal

    @property
    def is_theirs(self) -> bool:
        """Whether they made it, or are here for the partner who did."""
        return self.seat.whose is not None and self.seat.whose.person_id == self.proposal.membership.person_id

    @property
    def may_shape(self) -> bool:
        """Who made it and facilitators change its words, and answer what others ask."""
        return self.seat.can("propose", RIGHTS) and (self.is_theirs or self.seat.can("open_decision", RIGHTS))


def proposal_for(person: Person, slug: str, number: int, *, can: str, whom: str = "") -> ProposalSeat:
    """The proposal behind an address, with who made it and its end, as `decision_for`. Two queries."""
    seat = project_for(person, slug, can=can, rights=RIGHTS, whom=whom)
    people = ("membership__person", "group", "entered_by", "end__decision", "end__entered_by")
    found = Proposal.objects.filter(project=seat.project, number=number).select_related(*people)
    proposal = found.first() if number <= BIGGEST else None
    if proposal is None:
        raise Http404
    proposal.project = seat.project
    return ProposalSeat(seat, proposal)


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
