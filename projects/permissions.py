"""Who may do what in a project, as a table, and the one fetcher that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there, tuples
from projects.models import Membership, Organisation, OrganisationRole, PartnerGroup, Project, Support, Supporter


class Part(StrEnum):
    """The part that somebody has in a project. One person can have several."""

    FACILITATOR = "facilitator"
    PARTNER = "partner"
    COMMISSIONER = "commissioner"
    OBSERVER = "observer"
    SUPPORTER = "supporter"
    LEAD = "lead"  # of a private project: the person whose support it is about


EVERYONE = frozenset(Part)
PARTNERS = frozenset({Part.FACILITATOR, Part.PARTNER})
FACILITATORS = frozenset({Part.FACILITATOR})
COMMISSIONERS = frozenset({Part.COMMISSIONER})

RIGHTS: Mapping[str, frozenset[Part]] = {
    "enter": EVERYONE,
    "see": EVERYONE,
    "see_sessions": EVERYONE,
    "lead": frozenset({Part.LEAD}),
    "say": PARTNERS,
    "reply": PARTNERS,  # and thank: as oneself alone
    "answer_session": PARTNERS,
    "take_a_break": frozenset({Part.FACILITATOR, Part.PARTNER, Part.OBSERVER}),
    "check_in": PARTNERS,
    "enter_check_in": FACILITATORS,
    "see_breaks": FACILITATORS,
    "ring": FACILITATORS,
    "choose_supporter": PARTNERS,
    "write_down_supporter": FACILITATORS,
    "invite": FACILITATORS,
    "choose_facilitator": FACILITATORS,
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
    "write_easy_read": FACILITATORS,
    "suggest_terms": PARTNERS,
    "accept_terms": PARTNERS,
    "keep_terms": FACILITATORS,  # and the partner to whom one of them gave it: `projects.terms.may_keep`
    "see_acceptances": FACILITATORS,
    "note_progress": FACILITATORS,  # and the owner of the action item: `projects.doing.may_note`
    "say_not_happened": PARTNERS,
}


# What a supporter may do for a partner, where the partner named it. Rights that stand nowhere here they never have.
HELPS: Mapping[str, Support] = {
    "say": Support.SAY,
    "say_not_happened": Support.SAY,
    "propose": Support.SAY,
    "answer_session": Support.ANSWER,
    "take_position": Support.DECIDE,
}


# In a private project its lead decides what each may see. Rights that stand nowhere here need sight of everything.
SIGHT: Mapping[str, frozenset[str]] = {
    "enter": frozenset(Membership.Sight),
    "take_a_break": frozenset(Membership.Sight),
    "choose_supporter": frozenset(Membership.Sight),
    "see_sessions": frozenset({Membership.Sight.ALL, Membership.Sight.BOTH, Membership.Sight.SESSIONS}),
    "answer_session": frozenset({Membership.Sight.ALL, Membership.Sight.BOTH, Membership.Sight.SESSIONS}),
    "see_decisions": frozenset({Membership.Sight.ALL, Membership.Sight.BOTH, Membership.Sight.DECISIONS}),
    "take_position": frozenset({Membership.Sight.ALL, Membership.Sight.BOTH, Membership.Sight.DECISIONS}),
    "propose": frozenset({Membership.Sight.ALL, Membership.Sight.BOTH, Membership.Sight.DECISIONS}),
}
EVERYTHING = frozenset({Membership.Sight.ALL})
# Nothing of one person's support is published, and nobody leads it beside that person.
NEVER_PRIVATE = frozenset({"write_learning", "check_learning", "choose_facilitator"})
AFTER_CLOSING = frozenset({"enter", "see", "see_sessions", "see_decisions", "lead"})


@dataclass(frozen=True)
class Seat:
    """What one person is to one project: the answer of `project_for`, handed to views and templates.

    `helping` are the partners whom they support there. Where `acting` is one of these, they are here for that partner
    alone: nothing that they may do as themself counts meanwhile.
    """

    project: Project
    person: Person
    membership: Membership | None
    parts: frozenset[Part]
    helping: tuple[Supporter, ...] = ()
    acting: Supporter | None = None
    themself: bool = False  # while they act for a partner: whether they also have a part of their own here

    def can(self, right: str, rights: Mapping[str, frozenset[Part]] = RIGHTS) -> bool:
        if self.whose is not None and self.whose.sees not in SIGHT.get(right, EVERYTHING):
            return False
        if self.project.closed_at is not None and right not in AFTER_CLOSING:
            return False
        if self.project.is_private and right in NEVER_PRIVATE:
            return False
        if self.acting is not None and right in HELPS:
            return HELPS[right] in self.acting.things
        return not self.parts.isdisjoint(rights[right])

    @property
    def partner(self) -> Membership:
        """Theirs, or of the partner for whom they act; only for rights that come with one. PermissionDenied else."""
        if self.whose is None:
            raise PermissionDenied
        return self.whose

    @property
    def whose(self) -> Membership | None:
        """As `partner`, for pages that show somebody their own: None for those who have no place here."""
        return self.membership if self.acting is None else self.acting.membership

    @property
    def supporting(self) -> str:
        """The name of the partner for whom they act, or "" """
        return "" if self.acting is None else self.acting.membership.person.name

    @property
    def others_to_help(self) -> list[Supporter]:
        """The partners for whom they could act instead."""
        return [each for each in self.helping if each != self.acting]

    @property
    def for_whom(self) -> str:
        """What stands in an address behind "?for=", so that the next page is for the same partner."""
        return "" if self.acting is None else str(self.acting.membership_id)

    @property
    def says_for_whom(self) -> bool:
        """Whether addresses have to say it, since they could also be here as somebody else."""
        return self.acting is not None and (self.themself or len(self.helping) > 1)

    @property
    def is_facilitator(self) -> bool:
        return Part.FACILITATOR in self.parts


SEAT = f"""
SELECT {columns(Project, "project")}, {columns(Organisation, "organisation")},
    EXISTS (
        SELECT FROM projects_organisationrole AS role
        WHERE role.organisation_id = organisation.id AND role.person_id = %(person)s
            AND role.role = 'commissioner' AND role.ended_at IS NULL AND project.scope = 'service'
    ),
    {columns(Membership, "seat")}, {columns(PartnerGroup, "groups")},
    {columns(Supporter, "supporter")}, {columns(Membership, "helped")}, {columns(PartnerGroup, "helped_group")},
    {columns(Person, "helped_person")}
FROM projects_project AS project
JOIN projects_organisation AS organisation ON organisation.id = project.organisation_id
LEFT JOIN projects_membership AS seat ON seat.project_id = project.id AND seat.person_id = %(person)s
    AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL
LEFT JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
LEFT JOIN (
    projects_supporter AS supporter
    JOIN projects_membership AS helped ON helped.id = supporter.membership_id
        AND helped.joined_at IS NOT NULL AND helped.left_at IS NULL
    JOIN projects_partnergroup AS helped_group ON helped_group.id = helped.group_id
    JOIN participants_person AS helped_person ON helped_person.id = helped.person_id
) ON helped.project_id = project.id AND supporter.person_id = %(person)s AND supporter.accepted_at IS NOT NULL
    AND supporter.ended_at IS NULL AND (supporter.until IS NULL OR supporter.until > %(now)s)
WHERE project.slug = %(slug)s
ORDER BY helped_person.name, supporter.id
"""  # noqa: S608 (names of our own columns)


def project_for(
    person: Person, slug: str, *, can: str, rights: Mapping[str, frozenset[Part]] = RIGHTS, whom: str = ""
) -> Seat:
    """The project behind an address, if this person may do `can` there. One query.

    `whom` names the partner for whom a supporter acts (the id of their membership). Without it people are there as
    themself, or, where they have no part of their own, for the first partner whom they support.
    Http404 for outsiders, so that nobody learns what exists; PermissionDenied for insiders without the right.
    """
    found = rows(SEAT, person=person.pk, slug=slug, now=timezone.now())
    seat = seat_of(person, found) if found else None
    if seat is None or not (seat.parts or seat.helping):
        raise Http404
    seat = here_for(seat, whom)
    if not seat.can(can, rights):
        raise PermissionDenied
    return seat


def here_for(seat: Seat, whom: str) -> Seat:
    """The same seat as that of one partner's supporter, where they act as one. Nobody is ever taken for another."""
    if not whom and seat.parts:
        return seat
    acting = next((each for each in seat.helping if not whom or str(each.membership_id) == whom), None)
    if acting is None:
        raise PermissionDenied
    return replace(seat, acting=acting, parts=frozenset({Part.SUPPORTER}), themself=bool(seat.parts))


def seat_of(person: Person, found: list[Iterator[Any]]) -> Seat:
    """What the rows of SEAT say: one for each partner whom the person supports, or one."""
    seat, helping = own_seat(person, found[0]), []
    for number, row in enumerate(found):
        if number:
            own_seat(person, row)  # the same again, read over
        supporter = taken_if_there(Supporter, row)
        if supporter is not None:
            supporter.membership = taken(Membership, row)
            supporter.membership.project, supporter.person = seat.project, person
            supporter.membership.group, supporter.membership.person = taken(PartnerGroup, row), taken(Person, row)
            helping.append(supporter)
    return replace(seat, helping=tuple(helping))


def own_seat(person: Person, row: Iterator[Any]) -> Seat:
    project = taken(Project, row)
    project.organisation = taken(Organisation, row)
    commissions = next(row)
    membership, group = taken_if_there(Membership, row), taken_if_there(PartnerGroup, row)
    if membership is not None and group is not None:
        membership.project, membership.person, membership.group = project, person, group
    return Seat(project, person, membership, parts_of(membership, commissions))


def parts_of(membership: Membership | None, commissions: bool) -> frozenset[Part]:
    """The parts of somebody's own that follow from a membership and from a right in the organisation."""
    parts = set()
    if membership is not None:
        parts.add(Part(membership.role))
        if membership.role == Membership.Role.FACILITATOR:
            parts.add(Part.PARTNER)
            if membership.project.is_private:
                parts.add(Part.LEAD)
        if membership.group.key == "commissioners":
            parts.add(Part.COMMISSIONER)
    if commissions:
        parts.add(Part.COMMISSIONER)
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


def organisations_where_partner(person: Person) -> list[Organisation]:
    """The organisations in whose projects a person takes part, by name: there they may start one of their own."""
    seats = Membership.objects.partners().filter(person=person, project__scope=Project.Scope.SERVICE)
    return list(Organisation.objects.filter(pk__in=seats.values("project__organisation")).order_by("name"))
