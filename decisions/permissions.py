"""Who may do what with decisions, as a table, and the fetcher for one decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import Http404

from decisions.models import Decision
from participants.models import Person
from projects.models import Membership, OrganisationRole, Project
from projects.permissions import EVERYONE, FACILITATORS, PARTNERS, Part, Seat, project_for

RIGHTS: Mapping[str, frozenset[Part]] = {
    "see": EVERYONE,
    "open_decision": FACILITATORS,
    "take_position": PARTNERS,
    "enter_position": FACILITATORS,
    "change_wording": FACILITATORS,
    "record_outcome": FACILITATORS,
    "tell_people": FACILITATORS,
    "answer_decision": frozenset({Part.COMMISSIONER}),
}


@dataclass(frozen=True)
class DecisionSeat:
    """A decision and what the person is to its project."""

    seat: Seat
    decision: Decision

    def can(self, right: str) -> bool:
        return self.seat.can(right, RIGHTS)


def decision_for(person: Person, slug: str, number: int, *, can: str) -> DecisionSeat:
    """The decision behind an address, if this person may do `can`. Three queries; 404 and 403 as in `project_for`."""
    seat = project_for(person, slug, can=can, rights=RIGHTS)
    decision = (
        Decision.objects.select_related("stage", "outcome", "response")
        .annotate(opened_by_name=F("opened_by__person__name"), answered_by_name=F("response__by__name"))
        .filter(project=seat.project, number=number)
        .first()
    )
    if decision is None:
        raise Http404
    decision.project = seat.project
    return DecisionSeat(seat, decision)


def commissioned_by(person: Person) -> QuerySet[Project]:
    """The projects whose decisions this person answers: by their role in the organisation or their seat's group."""
    by_role = OrganisationRole.objects.filter(
        person=person, role=OrganisationRole.Role.COMMISSIONER, ended_at=None
    ).values("organisation")
    by_seat = Membership.objects.partners().filter(person=person, group__key="commissioners").values("project")
    return Project.objects.filter(Q(organisation__in=by_role) | Q(pk__in=by_seat))
