"""Reading projects: the questions that several pages ask."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from participants.models import Person
from projects.models import Membership, OrganisationRole, Project, Stage, Supporter


def projects_of(person: Person) -> "QuerySet[Project]":
    """The projects that a person is a partner of, supports a partner in, or commissions; by name.

    Each has `stage_now` (the name of its open stage, or None), `stage_number` and `stage_count`, and `is_mine`
    where the person is a partner of it.
    """
    mine = Membership.objects.partners().filter(person=person)
    supported = Supporter.objects.filter(
        person=person, ended_at=None, membership__left_at=None, membership__joined_at__isnull=False
    )
    commissioned = OrganisationRole.objects.filter(
        person=person, role=OrganisationRole.Role.COMMISSIONER, ended_at=None
    )
    now = Stage.objects.filter(project=OuterRef("pk"), began_at__isnull=False, closure=None).order_by("position")
    stages = Stage.objects.filter(project=OuterRef("pk")).order_by().values("project").annotate(n=Count("pk"))
    return (
        Project.objects.filter(
            Q(pk__in=mine.values("project"))
            | Q(pk__in=supported.values("membership__project"))
            | Q(organisation__in=commissioned.values("organisation"))
        )
        .select_related("organisation")
        .annotate(
            is_mine=Q(pk__in=mine.values("project")),
            stage_now=Subquery(now.values("name")[:1]),
            stage_number=Subquery(now.values("position")[:1]),
            stage_count=Subquery(stages.values("n")),
        )
        .order_by("name", "pk")
    )
