"""What changed because of what people said, for the pages that tell them so."""

from dataclasses import dataclass

from decisions.models import Feedback, Influence
from participants.models import Person
from projects.models import Project


@dataclass(frozen=True)
class Changed:
    """One thing that somebody said, and what came of it. `did` is false for "we couldn't, because"."""

    said: str
    came_of_it: str
    did: bool
    question: str
    project: Project
    url: str
    feedback_id: int = 0


def told_to(person: Person, limit: int = 5) -> list[Changed]:
    """For Home: the last things that this person was told, newest first. One query."""
    rows = (
        Feedback.objects.filter(membership__person=person, written_at__isnull=False)
        .select_related("outcome__decision__project")
        .order_by("-written_at", "-pk")[:limit]
    )
    return [
        Changed(
            said=row.you_said,
            came_of_it=row.we_did,
            did=row.did,
            question=row.outcome.decision.question,
            project=row.outcome.decision.project,
            url=row.outcome.decision.get_absolute_url(),
            feedback_id=row.pk,
        )
        for row in rows
    ]


def changed_in(project: Project, limit: int = 3) -> list[Changed]:
    """For a project's overview: the last things that were taken up, newest first. One query."""
    rows = (
        Influence.objects.filter(decision__project=project)
        .exclude(how=Influence.How.NOT)
        .select_related("decision", "contribution", "objection__position")
        .order_by("-at", "-pk")[:limit]
    )
    return [change(row, project) for row in rows]


def change(row: Influence, project: Project) -> Changed:
    row.decision.project = project
    said = row.contribution.words if row.contribution else row.objection.position.reason if row.objection else ""
    url, question = row.decision.get_absolute_url(), row.decision.question
    return Changed(said=said, came_of_it=row.because, did=True, question=question, project=project, url=url)
