"""What "decision:12" in a ledger is."""

from django.urls import reverse

from projects.subjects import Noun, Subject


def decision(question: str, slug: str, _pk: int, number: int) -> Subject:
    return Subject(question, reverse("decisions:decision", args=[slug, number]))


DECISION = Noun(
    """SELECT it.id, it.question, project.slug, it.number FROM decisions_decision AS it
    JOIN projects_project AS project ON project.id = it.project_id WHERE it.id = ANY(%(ids)s)""",
    decision,
)
