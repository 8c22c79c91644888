"""What changed because of what people said, for the pages that tell them so."""

from dataclasses import dataclass

from decisions.models import Feedback
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
