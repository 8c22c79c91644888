"""What "decision:12" and "proposal:3" in a ledger are."""

from django.urls import reverse

from projects.subjects import Noun, Subject


def decision(question: str, slug: str, _pk: int, number: int) -> Subject:
    return Subject(question, reverse("decisions:decision", args=[slug, number]))


DECISION = Noun(
    """SELECT it.id, it.question, project.slug, it.number FROM decisions_decision AS it
    JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
    decision,
)


def proposal(question: str, slug: str, _pk: int, number: int) -> Subject:
    return Subject(question, reverse("decisions:proposal", args=[slug, number]))


PROPOSAL = Noun(
    """SELECT it.id, words.question, project.slug, it.number FROM decisions_proposal AS it
    JOIN projects_project AS project ON project.id = it.project_id
    CROSS JOIN LATERAL (
        SELECT question FROM decisions_proposalversion WHERE proposal_id = it.id ORDER BY number DESC LIMIT 1
    ) AS words WHERE it.id = ANY(%(ids)s)""",
    proposal,
)
