"""Whom packs are for."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coproduce.packs.forms import WhoForm
from participants.models import ReachBy
from projects.models import Membership, Project
from projects.models.membership import OFFLINE

KINDS = {WhoForm.POST: Q(person__reach_by=ReachBy.POST), WhoForm.OFFLINE: OFFLINE, WhoForm.EVERYBODY: Q()}
MOST = 10
NEAR, SHORTEST = 0.5, 3  # how like a name what was typed must be, and from how many letters on


def partners_of(project: Project) -> QuerySet[Membership]:
    """Those who can be sent something now: nobody who is on a break.

    Everything that is on stands in a pack, so in a private project it is for those who may see everything.
    """
    partners = Membership.objects.active(timezone.now()).without_observers().filter(project=project)
    return partners.filter(sees=Membership.Sight.ALL).select_related("person")


def partners_for(project: Project, kind: str) -> QuerySet[Membership]:
    """Those of one kind, in the order in which their packs lie."""
    return partners_of(project).filter(KINDS[kind]).order_by("person__name", "pk")


def counts(project: Project) -> dict[str, int]:
    """How many each kind would be. One query."""
    found = partners_of(project).aggregate(**{kind: Count("pk", filter=which) for kind, which in KINDS.items()})
    return {kind: found[kind] for kind in KINDS}


def partners_named(projects: Sequence[Project], name: str) -> QuerySet[Membership]:
    """Partners of these projects with `name` in their name, for whom replies can be entered. Where there is nobody,
    those whose name is nearly so: on the phone one mishears."""
    partners = Membership.objects.partners().without_observers()
    named = Q(person__name__icontains=name) | Q(person__preferred_name__icontains=name)
    theirs = partners.filter(project__in=projects).select_related("person", "group", "project")
    found = theirs.filter(named).order_by("person__name", "pk")[:MOST]
    if found or len(name) < SHORTEST:
        return found
    near = theirs.annotate(near=TrigramWordSimilarity(name, "person__name"))
    return near.filter(near__gte=NEAR).order_by("-near", "person__name", "pk")[:MOST]
