"""The terms of reference of a project as pages show them: the draft, what is agreed, who has accepted it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from participants.sql import columns, rows, taken, taken_if_there
from projects.models import (
    Membership,
    PartnerGroup,
    Project,
    TermsAcceptance,
    TermsKeeper,
    TermsPart,
    TermsQuestion,
    TermsSuggestion,
    TermsVersion,
)
from projects.permissions import Seat

# A plain text to start from, our own. Partners change every word of it.
STARTING_TEXT: dict[str, Promise] = {
    TermsPart.IN_SCOPE: _("Everything that we say we can change on the page of each stage."),
    TermsPart.OUT_OF_SCOPE: _("What is already fixed, such as the yearly budget. If something is fixed, we say why."),
    TermsPart.BEHAVIOUR: _(
        "We are equals, whatever our job or our story.\n"
        "We listen, and we speak one at a time, in plain words.\n"
        "Each of us may pass, take a break or stop, and nobody asks why."
    ),
    TermsPart.CONFIDENTIALITY: _(
        "We may tell others what we learned, but not who said it.\n"
        "Your story is yours. Nobody uses it without asking you first.\n"
        "If somebody may be in danger, we tell the person named for that, and say that we do."
    ),
    TermsPart.MEETINGS: _("About once a month, never longer than two hours. Papers come a week before."),
}


def starting_text(project: Project) -> dict[str, str]:
    """The parts of a first draft: what the project says of itself, and our plain words."""
    known = {TermsPart.PURPOSE: project.purpose, TermsPart.FINAL_SAY: project.final_say}
    return {part.value: str(known.get(part) or STARTING_TEXT.get(part, "")) for part in TermsPart}


def parts_of(version: TermsVersion, before: TermsVersion | None = None) -> list[tuple[TermsPart, str, str | None]]:
    """Each part with its words, and with its words in the version before where those were others."""
    found = []
    for part in TermsPart:
        new, old = version.part(part), before.part(part) if before else None
        found.append((part, new, old if old != new else None))
    return [each for each in found if each[1] or each[2]]


def latest(project: Project) -> TermsVersion | None:
    """The draft as it stands: the last version, with its agreement where there is one."""
    version = project.terms.select_related("agreed", "written_by__person").order_by("-number").first()
    return of(project, version)


def in_force(project: Project) -> TermsVersion | None:
    """The last version that partners agreed on; a provisional agreement does not stand yet."""
    standing = project.terms.filter(agreed__missing="").select_related("agreed", "written_by__person")
    return of(project, standing.order_by("-number").first())


def agreed_for(project: Project) -> tuple[TermsVersion | None, list[tuple[TermsPart, str, str | None]]]:
    """What holds now, in parts, for somebody who reads it to accept it or before they join."""
    holds = in_force(project)
    return holds, parts_of(holds) if holds else []


def of(project: Project, version: TermsVersion | None) -> TermsVersion | None:
    if version is not None:
        version.project = project
    return version


def may_keep(seat: Seat) -> bool:
    """Facilitators keep the draft, and so does the partner to whom one of them gave it."""
    if seat.can("keep_terms"):
        return True
    theirs = TermsKeeper.objects.filter(project=seat.project, ended_at=None, membership=seat.membership)
    return seat.membership is not None and theirs.exists()


@dataclass(frozen=True)
class GroupCount:
    """How many suggestions came from one group, how many were taken in, and how many wait for an answer."""

    group: PartnerGroup
    made: int
    taken_in: int
    waiting: int


def by_group(project: Project) -> list[GroupCount]:
    """What each group suggested and what became of it, all groups, in their order. Two queries."""
    counted = {
        group: figures
        for group, *figures in TermsSuggestion.objects.filter(project=project)
        .order_by()
        .values_list("group")
        .annotate(
            made=Count("pk"),
            taken_in=Count("pk", filter=Q(taken_into__isnull=False)),
            waiting=Count("pk", filter=Q(answered_at=None)),
        )
    }
    return [GroupCount(group, *counted.get(group.pk, (0, 0, 0))) for group in project.groups.all()]


@dataclass(frozen=True)
class Reader:
    """One partner and the terms: accepted them, asked something, or neither yet."""

    member: Membership
    acceptance: TermsAcceptance | None
    question: TermsQuestion | None

    @property
    def asks(self) -> bool:
        """Does a question of theirs wait for an answer?"""
        return self.question is not None and self.question.answered_at is None


# Those who wait for an answer come first, then those who have said nothing yet. A question stays until it is answered,
# also when its version is not the last any more.
READERS = f"""
SELECT {columns(Membership, "seat")}, {columns(Person, "person")}, {columns(PartnerGroup, "groups")},
    {columns(TermsAcceptance, "acceptance")}, {columns(TermsQuestion, "question")}
FROM projects_membership AS seat
JOIN participants_person AS person ON person.id = seat.person_id
JOIN projects_partnergroup AS groups ON groups.id = seat.group_id
LEFT JOIN projects_termsacceptance AS acceptance
    ON acceptance.membership_id = seat.id AND acceptance.version_id = %(version)s
LEFT JOIN LATERAL (
    SELECT * FROM projects_termsquestion
    WHERE membership_id = seat.id ORDER BY answered_at IS NOT NULL, at DESC, id DESC LIMIT 1
) AS question ON true
WHERE seat.project_id = %(project)s AND seat.joined_at IS NOT NULL AND seat.left_at IS NULL AND seat.role <> 'observer'
ORDER BY question.id IS NULL OR question.answered_at IS NOT NULL, acceptance.id IS NOT NULL, groups.position,
    person.name, seat.id
LIMIT %(most)s OFFSET %(after)s
"""  # noqa: S608 (names of our own columns)


def readers(version: TermsVersion, *, most: int, after: int) -> Sequence[Reader]:
    """The partners of a project and what each said to a version of its terms. One query."""
    facts = {"project": version.project_id, "version": version.pk, "most": most, "after": after}
    return [reader(row) for row in rows(READERS, **facts)]


def reader(row: Iterator[Any]) -> Reader:
    member = taken(Membership, row)
    member.person, member.group = taken(Person, row), taken(PartnerGroup, row)
    return Reader(member, taken_if_there(TermsAcceptance, row), taken_if_there(TermsQuestion, row))
