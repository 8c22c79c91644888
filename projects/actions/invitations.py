"""Asking people to join a project, and what they answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from participants.actions import Outgoing, queue_all
from participants.models import AccessNeed, AccessNeedKind, Person
from participants.refusals import Refused
from projects.actions.ledger import note_involvement, write_history
from projects.actions.supporting import end_where_facilitator
from projects.codes import grouped
from projects.models import Invitation, Involvement, Membership, Project, Stage, Via

OPEN_FOR = dt.timedelta(days=28)


@dataclass(frozen=True)
class Acceptance:
    """What somebody says with their yes. `details` are fields of their own record that they put right."""

    needs: tuple[tuple[AccessNeedKind, str], ...] = ()
    details: dict[str, str] = field(default_factory=dict)


DETAILS = frozenset({"name", "phone", "address", "reach_by", "language"})


def send_invitations(memberships: Sequence[Membership], *, by: Person, now: dt.datetime) -> list[Invitation]:
    """A new invitation for each, and a message that brings it: 2 queries and one task, however many there are."""
    invitations = Invitation.objects.bulk_create(
        Invitation(membership=each, sent_by=by, sent_at=now, expires_at=now + OPEN_FOR) for each in memberships
    )
    where_to_type = settings.SITE_URL + reverse("projects:find_invitation")
    queue_all([message_for(each, by, where_to_type) for each in invitations], now=now)
    return invitations


def message_for(invitation: Invitation, by: Person, where_to_type: str) -> Outgoing:
    """Somebody who was here before is asked in the one way that the facilitator wrote down themself."""
    membership = invitation.membership
    project = membership.project
    return Outgoing(
        to=membership.person,
        kind="invitation",
        key=f"invitation:{invitation.pk}",
        topic=f"membership:{membership.pk}",
        only_by=membership.only_by,
        context={
            "code": invitation.code,
            "code_in_groups": grouped(invitation.code),
            "link": settings.SITE_URL + reverse("projects:invitation", args=[invitation.code]),
            "where_to_type": where_to_type,
            "project": project.name,
            "purpose": project.purpose,
            "organisation": project.organisation.name,
            "inviter": by.name,
            "name": membership.person.called,
            "private": project.is_private,
            "leads": project.is_private and membership.role == Membership.Role.FACILITATOR,
            "expires_at": invitation.expires_at.isoformat(),
        },
    )


@transaction.atomic
def send_again(membership: Membership, *, by: Person, now: dt.datetime) -> Invitation:
    """A new invitation in place of any older one. Refused once they have joined."""
    membership = locked(membership)
    if membership.joined_at is not None:
        raise Refused(_("This person has said yes already."))
    unanswered(membership).update(withdrawn_at=now, withdrawn_by=by)
    if membership.left_at is not None:
        membership.left_at = None
        membership.save(update_fields=["left_at"])
    write_history(membership.project, "invitation_sent_again", f"membership:{membership.pk}", by=by, now=now)
    return send_invitations([membership], by=by, now=now)[0]


@transaction.atomic
def invite_those_not_asked(project: Project, *, by: Person, now: dt.datetime) -> int:
    """Ask everybody who was brought in without an invitation. Returns how many they are."""
    waiting = (
        Membership.objects.waiting()
        .filter(project=project, invitations=None)
        .select_related("person", "project__organisation")
        .select_for_update(of=("self",), no_key=True)
    )
    count = len(send_invitations(list(waiting), by=by, now=now))
    if count:
        write_history(project, "partners_invited", f"project:{project.pk}", by=by, now=now, count=count)
    return count


@transaction.atomic
def withdraw_invitation(membership: Membership, *, by: Person, now: dt.datetime) -> None:
    """Take the asking back. The person is not waited for any more; their link says so."""
    membership = locked(membership)
    if membership.joined_at is not None:
        raise Refused(_("This person has said yes already, so there is no invitation to withdraw."))
    unanswered(membership).update(withdrawn_at=now, withdrawn_by=by)
    if membership.left_at is None:
        membership.left_at = now
        membership.save(update_fields=["left_at"])
        write_history(membership.project, "invitation_withdrawn", f"membership:{membership.pk}", by=by, now=now)


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    said: Acceptance,
    *,
    by: Person,
    now: dt.datetime,
    via: str = Via.ONLINE,
    signed_in: bool = False,
) -> Membership:
    """The person joins. `by` is themself, or the facilitator who writes down what they said by phone or on paper.

    A no can be turned into a yes until the invitation expires. Refused when it is not open: of two at once, one wins.
    """
    invitation, membership = locked_with(invitation)
    if invitation.state(now) not in ("open", "declined") or now >= invitation.expires_at or membership.joined_at:
        raise Refused(_("This invitation is not open any more."))
    if invitation.declined_at is not None and replaced(invitation):
        raise Refused(_("A newer invitation was sent. Please use that one."))
    invitation.accepted_at, invitation.declined_at, invitation.answered_via = now, None, via
    invitation.save(update_fields=["accepted_at", "declined_at", "answered_via"])
    if signed_in or may_fill_in(membership):
        fill_in(membership.person, said.details)
    membership.joined_at, membership.left_at = now, None
    membership.asked_name, membership.asked_phone, membership.asked_by_number = "", "", False
    membership.save(update_fields=["joined_at", "left_at", "asked_name", "asked_phone", "asked_by_number"])
    add_needs(membership.person, said.needs, by=by, now=now)
    record_joining(membership, by=by, now=now, via=via)
    if membership.role == Membership.Role.FACILITATOR:
        end_where_facilitator(membership, by=by, now=now)
    return membership


@transaction.atomic
def accept_as_themself(invitation: Invitation, said: Acceptance, *, by: Person, now: dt.datetime) -> Membership:
    """Somebody was written down anew who has a record here: they say yes as who they are, and the place is theirs.

    Refused where they have a place in the project by another invitation.
    """
    Project.objects.select_for_update(no_key=True).get(pk=invitation.membership.project_id)
    membership = locked(invitation.membership)
    double = membership.person
    if not is_double(double, by):
        raise Refused(_("This invitation is for somebody else."))
    theirs = Membership.objects.filter(project=membership.project, person=by, left_at=None).first()
    if theirs is not None:
        raise Refused(
            _("You take part in this project already, so there is nothing to answer here.")
            if theirs.joined_at
            else _("You have another invitation to this project. Please answer that one.")
        )
    membership.person = by
    membership.save(update_fields=["person"])
    needs = double.access_needs.filter(ended_at=None).values_list("kind", "words")
    add_needs(by, [(AccessNeedKind(kind), words) for kind, words in needs], by=by, now=now)
    if not Membership.objects.filter(person=double).exists():
        double.is_active = False
        double.save(update_fields=["is_active"])
    return accept_invitation(invitation, said, by=by, now=now, signed_in=True)


def is_double(person: Person, of: Person) -> bool:
    """Whether `person` is but a second record of somebody: the same number and name, and nobody ever came by it."""
    if person.pk == of.pk or person.email or not person.phone or person.phone != of.phone:
        return False
    return same_name(person.name) == same_name(of.name) and Person.objects.never_came().filter(pk=person.pk).exists()


def same_name(name: str) -> str:
    """A name without what people write now so and now so: capitals and spaces."""
    return "".join(name.split()).casefold()


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: Person, now: dt.datetime, via: str = Via.ONLINE) -> None:
    """The person says no. Nobody asks why; said twice it is the same no."""
    invitation, membership = locked_with(invitation)
    if invitation.declined_at is not None:
        return
    if invitation.state(now) != "open":
        raise Refused(_("This invitation is not open any more."))
    invitation.declined_at, invitation.answered_via = now, via
    invitation.save(update_fields=["declined_at", "answered_via"])
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    write_history(
        membership.project,
        "invitation_declined",
        f"membership:{membership.pk}",
        by=None if by == membership.person else by,
        now=now,
        group=membership.group.name,
    )


def may_fill_in(membership: Membership) -> bool:
    """Whether a person may put their details right by the link alone: their record is new and nobody else's yet."""
    return not membership.asked_name and membership.person.last_login is None


def locked(membership: Membership) -> Membership:
    return (
        Membership.objects.select_related("project__organisation", "person", "group")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=membership.pk)
    )


def locked_with(invitation: Invitation) -> tuple[Invitation, Membership]:
    """The membership first, always in this order, then its invitation as it stands now."""
    membership = locked(invitation.membership)
    return Invitation.objects.select_for_update().get(pk=invitation.pk), membership


def unanswered(membership: Membership) -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(membership=membership, accepted_at=None, declined_at=None, withdrawn_at=None)


def replaced(invitation: Invitation) -> bool:
    """Whether a newer invitation was sent to the same person."""
    return Invitation.objects.filter(membership=invitation.membership, pk__gt=invitation.pk).exists()


def fill_in(person: Person, details: dict[str, str]) -> None:
    given = {name: value for name, value in details.items() if name in DETAILS and value}
    for name, value in given.items():
        setattr(person, name, value)
    if given:
        person.save(update_fields=list(given))


def add_needs(person: Person, needs: Sequence[tuple[AccessNeedKind, str]], *, by: Person, now: dt.datetime) -> None:
    """What they need in order to take part; what is known already is not said twice."""
    AccessNeed.objects.bulk_create(
        (
            AccessNeed(person=person, kind=kind, words=words, recorded_by=by, recorded_at=now, reviewed_at=now)
            for kind, words in dict.fromkeys(needs)
        ),
        ignore_conflicts=True,
    )


def record_joining(membership: Membership, *, by: Person, now: dt.datetime, via: str) -> None:
    about = f"membership:{membership.pk}"
    stage = Stage.objects.filter(project=membership.project, began_at__isnull=False, closure=None).first()
    if stage is not None:
        note_involvement(membership, stage, Involvement.Kind.ACCEPTED, about, by=by, now=now, via=via)
    verb = "invitation_accepted" if by == membership.person else "acceptance_recorded"
    write_history(
        membership.project,
        verb,
        about,
        by=by,
        now=now,
        group=membership.group.name,
        via=via,
    )
