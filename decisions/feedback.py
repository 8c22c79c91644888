"""What changed because of what people said, for the pages that tell them so."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

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
    """For Home: the last things that changed because of this person, or that they were told, newest first. Two queries.

    What was taken up of their words shows as soon as it is; once they are told what came of the decision, that does.
    """
    told = (
        Feedback.objects.filter(membership__person=person, written_at__isnull=False)
        .select_related("outcome__decision__project")
        .order_by("-written_at", "-pk")[:limit]
    )
    answered = Feedback.objects.filter(outcome__decision=OuterRef("decision"), membership=OuterRef("membership"))
    taken_up = (
        Influence.objects.filter(~Exists(answered), membership__person=person)
        .exclude(how=Influence.How.NOT)
        .select_related("decision__project", "contribution", "objection__position")
        .order_by("-at", "-pk")[:limit]
    )
    dated = [(row.written_at, told_in(row)) for row in told if row.written_at is not None]
    dated += [(row.at, change(row, row.decision.project)) for row in taken_up]
    return [changed for _at, changed in sorted(dated, key=lambda pair: pair[0], reverse=True)][:limit]


def told_in(row: Feedback) -> Changed:
    decision = row.outcome.decision
    return Changed(
        said=row.you_said,
        came_of_it=row.we_did,
        did=row.did,
        question=decision.question,
        project=decision.project,
        url=decision.get_absolute_url(),
        feedback_id=row.pk,
    )


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
