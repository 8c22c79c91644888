"""Who may do what in a project, as a table, and the one fetcher that asks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404

from participants.models import Person
from projects.models import Membership, Organisation, OrganisationRole, Project, Supporter


class Part(StrEnum):
    """The part that somebody has in a project. One person can have several."""

    FACILITATOR = "facilitator"
    PARTNER = "partner"
    COMMISSIONER = "commissioner"
    OBSERVER = "observer"
    SUPPORTER = "supporter"


EVERYONE = frozenset(Part)
PARTNERS = frozenset({Part.FACILITATOR, Part.PARTNER})
FACILITATORS = frozenset({Part.FACILITATOR})

RIGHTS: Mapping[str, frozenset[Part]] = {
    "see": EVERYONE,
    "say": PARTNERS,
    "answer_session": PARTNERS,
    "invite": FACILITATORS,
    "schedule_session": FACILITATORS,
    "record_attendance": FACILITATORS,
    "see_needs": FACILITATORS,
    "see_contacts": FACILITATORS,
    "close_stage": FACILITATORS,
    "use_desk": FACILITATORS,
}


@dataclass(frozen=True)
class Seat:
    """What one person is to one project: the answer of `project_for`, handed to views and templates."""

    project: Project
    person: Person
    membership: Membership | None
    parts: frozenset[Part]

    def can(self, right: str, rights: Mapping[str, frozenset[Part]] = RIGHTS) -> bool:
        return not self.parts.isdisjoint(rights[right])

    @property
    def partner(self) -> Membership:
        """Their membership; only for rights that partners alone have. PermissionDenied for anybody else."""
        if self.membership is None:
            raise PermissionDenied
        return self.membership

    @property
    def supporting(self) -> str:
        """The name of the partner whom they support, where that is the only part they have; or "" """
        return getattr(self.project, "supports", "") if self.parts == {Part.SUPPORTER} else ""

    @property
    def is_facilitator(self) -> bool:
        return Part.FACILITATOR in self.parts


def project_for(person: Person, slug: str, *, can: str, rights: Mapping[str, frozenset[Part]] = RIGHTS) -> Seat:
    """The project behind an address, if this person may do `can` there. Two queries.

    Http404 for outsiders, so that nobody learns what exists; PermissionDenied for insiders without the right.
    """
    project = (
        Project.objects.select_related("organisation")
        .annotate(
            commissions=Exists(
                OrganisationRole.objects.filter(
                    organisation=OuterRef("organisation"),
                    person=person,
                    role=OrganisationRole.Role.COMMISSIONER,
                    ended_at=None,
                )
            ),
            supports=Subquery(
                Supporter.objects.filter(
                    membership__project=OuterRef("pk"),
                    membership__left_at=None,
                    membership__joined_at__isnull=False,
                    person=person,
                    ended_at=None,
                ).values("membership__person__name")[:1]
            ),
        )
        .filter(slug=slug)
        .first()
    )
    if project is None:
        raise Http404
    membership = (
        Membership.objects.partners().filter(project=project, person=person).select_related("group", "person").first()
    )
    seat = Seat(project, person, membership, parts_of(project, membership))
    if not seat.parts:
        raise Http404
    if not seat.can(can, rights):
        raise PermissionDenied
    return seat


def parts_of(project: Project, membership: Membership | None) -> frozenset[Part]:
    """The parts that follow from a membership and from `project`'s annotations `commissions` and `supports`."""
    parts = set()
    if membership is not None:
        parts.add(Part(membership.role))
        if membership.role == Membership.Role.FACILITATOR:
            parts.add(Part.PARTNER)
        if membership.group.key == "commissioners":
            parts.add(Part.COMMISSIONER)
    if getattr(project, "commissions", False):
        parts.add(Part.COMMISSIONER)
    if getattr(project, "supports", False):
        parts.add(Part.SUPPORTER)
    return frozenset(parts)


# As SQL, since every page asks it: building the same query from models takes ten times as long as its answer.
PARTS_ANYWHERE = """
    SELECT role FROM projects_organisationrole WHERE person_id = %(person)s AND ended_at IS NULL
    UNION
    SELECT unnest(ARRAY[
        CASE WHEN seat.role = 'facilitator' THEN seat.role END,
        CASE WHEN groups.key = 'commissioners' THEN 'commissioner' END
    ])
    FROM projects_membership AS seat JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
    WHERE seat.person_id = %(person)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
"""


def parts_anywhere(person: Person) -> frozenset[Part]:
    """Whether a person keeps any project going or answers for one: decides which pages they are offered. One query."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS_ANYWHERE, {"person": person.pk})
        return frozenset(Part(word) for (word,) in cursor.fetchall() if word)


def organisations_to_start_in(person: Person) -> list[Organisation]:
    """The organisations in which a person may start projects, by name. One query."""
    return list(
        Organisation.objects.filter(
            roles__person=person, roles__role=OrganisationRole.Role.FACILITATOR, roles__ended_at=None
        ).order_by("name")
    )
