"""Who may do what in a project, as a table, and the one fetcher that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there, tuples
from projects.models import Membership, Organisation, OrganisationRole, PartnerGroup, Project


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
    "take_a_break": frozenset({Part.FACILITATOR, Part.PARTNER, Part.OBSERVER}),
    "check_in": PARTNERS,
    "enter_check_in": FACILITATORS,
    "see_breaks": FACILITATORS,
    "ring": FACILITATORS,
    "invite": FACILITATORS,
    "schedule_session": FACILITATORS,
    "record_attendance": FACILITATORS,
    "see_needs": FACILITATORS,
    "see_contacts": FACILITATORS,
    "answer_stage": PARTNERS,
    "arrange_stages": FACILITATORS,
    "close_stage": FACILITATORS,
    "use_desk": FACILITATORS,
    "see_offers": PARTNERS,
    "ask_for_help": PARTNERS,
    "write_down_offer": FACILITATORS,
    "make_packs": FACILITATORS,
    "enter_replies": FACILITATORS,
    "suggest_terms": PARTNERS,
    "accept_terms": PARTNERS,
    "keep_terms": FACILITATORS,  # and the partner to whom one of them gave it: `projects.terms.may_keep`
    "see_acceptances": FACILITATORS,
}


@dataclass(frozen=True)
class Seat:
    """What one person is to one project: the answer of `project_for`, handed to views and templates."""

    project: Project
    person: Person
    membership: Membership | None
    parts: frozenset[Part]
    supports: str = ""

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
        return self.supports if self.parts == {Part.SUPPORTER} else ""

    @property
    def is_facilitator(self) -> bool:
        return Part.FACILITATOR in self.parts


SEAT = f"""
SELECT {columns(Project, "project")}, {columns(Organisation, "organisation")},
    EXISTS (
        SELECT FROM projects_organisationrole AS role
        WHERE role.organisation_id = organisation.id AND role.person_id = %(person)s
            AND role.role = 'commissioner' AND role.ended_at IS NULL
    ),
    (
        SELECT helped.name FROM projects_supporter AS supporter
        JOIN projects_membership AS partner ON partner.id = supporter.membership_id
        JOIN participants_person AS helped ON helped.id = partner.person_id
        WHERE partner.project_id = project.id AND partner.joined_at IS NOT NULL AND partner.left_at IS NULL
            AND supporter.person_id = %(person)s AND supporter.ended_at IS NULL
        LIMIT 1
    ),
    {columns(Membership, "seat")}, {columns(PartnerGroup, "groups")}
FROM projects_project AS project
JOIN projects_organisation AS organisation ON organisation.id = project.organisation_id
LEFT JOIN projects_membership AS seat ON seat.project_id = project.id AND seat.person_id = %(person)s
    AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
LEFT JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
WHERE project.slug = %(slug)s
"""  # noqa: S608 (names of our own columns)


def project_for(person: Person, slug: str, *, can: str, rights: Mapping[str, frozenset[Part]] = RIGHTS) -> Seat:
    """The project behind an address, if this person may do `can` there. One query.

    Http404 for outsiders, so that nobody learns what exists; PermissionDenied for insiders without the right.
    """
    found = rows(SEAT, person=person.pk, slug=slug)
    seat = seat_of(person, found[0]) if found else None
    if seat is None or not seat.parts:
        raise Http404
    if not seat.can(can, rights):
        raise PermissionDenied
    return seat


def seat_of(person: Person, row: Iterator[Any]) -> Seat:
    """What a row of SEAT says."""
    project = taken(Project, row)
    project.organisation = taken(Organisation, row)
    commissions, supports = next(row), next(row) or ""
    membership, group = taken_if_there(Membership, row), taken_if_there(PartnerGroup, row)
    if membership is not None and group is not None:
        membership.project, membership.person, membership.group = project, person, group
    return Seat(project, person, membership, parts_of(membership, commissions, supports), supports)


def parts_of(membership: Membership | None, commissions: bool, supports: str) -> frozenset[Part]:
    """The parts that follow from a membership, a right in the organisation, and whom somebody supports."""
    parts = set()
    if membership is not None:
        parts.add(Part(membership.role))
        if membership.role == Membership.Role.FACILITATOR:
            parts.add(Part.PARTNER)
        if membership.group.key == "commissioners":
            parts.add(Part.COMMISSIONER)
    if commissions:
        parts.add(Part.COMMISSIONER)
    if supports:
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
    return frozenset(Part(word) for (word,) in tuples(PARTS_ANYWHERE, person=person.pk) if word)


def organisations_to_start_in(person: Person) -> list[Organisation]:
    """The organisations in which a person may start projects, by name. One query."""
    return list(
        Organisation.objects.filter(
            roles__person=person, roles__role=OrganisationRole.Role.FACILITATOR, roles__ended_at=None
        ).order_by("name")
    )
