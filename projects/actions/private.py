"""One person's support: a private project that they lead. They decide who is in, what each sees, and its end."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from participants.actions import Outgoing, queue_all
from participants.models import Person, ReachBy
from participants.refusals import Refused
from projects.actions.invitations import send_invitations, unanswered
from projects.actions.ledger import write_history
from projects.actions.partners import Invitee, bring_in
from projects.actions.projects import make_stages, may_start, seat_maker
from projects.actions.supporting import end_with_partner
from projects.models import Invitation, Membership, Organisation, PartnerGroup, Project, Stage
from projects.models.membership import MembershipQuerySet
from projects.templates_of_stages import PlannedStage

STAGES = (
    PlannedStage(_lazy("What matters to me"), Stage.Kind.DESIGN),
    PlannedStage(_lazy("My plan"), Stage.Kind.DELIVERY),
    PlannedStage(_lazy("How it goes"), Stage.Kind.REVIEW),
)
# Nobody commissions one person's own support, so there is no such group.
GROUPS = {
    PartnerGroup.Key.USE: _lazy("The person whose support it is"),
    PartnerGroup.Key.CARERS: _lazy("Family and friends"),
    PartnerGroup.Key.STAFF: _lazy("Staff"),
}
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Lead:
    """Somebody for whom a facilitator offers to start a private project."""

    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    reach_by: ReachBy = ReachBy.EMAIL


@transaction.atomic
def start_own_support(organisation: Organisation, *, name: str, purpose: str, by: Person, now: dt.datetime) -> Project:
    """A private project about one's own support. Refused where one is no partner in the organisation."""
    if not may_start_own(by, organisation):
        raise Refused(_("You can start this where you are a partner in a project."))
    project, first = make_private(organisation, name, purpose, by=by, now=now)
    seat_maker(first, project.groups.get(key=PartnerGroup.Key.USE), by=by, now=now)
    return project


@transaction.atomic
def offer_support(organisation: Organisation, lead: Lead, *, by: Person, now: dt.datetime) -> Invitation:
    """A facilitator offers somebody a private project of their own. It begins, and is theirs, when they say yes.

    The facilitator has no place in it and sees nothing of it.
    """
    if not may_start(by, organisation):
        raise Refused(_("You can't start projects in this organisation."))
    name, purpose = _("My support"), _("What matters to me, and how I am supported.")
    project, _first = make_private(organisation, name, purpose, by=by, now=now)
    invitee = Invitee(
        name=lead.name,
        group=project.groups.get(key=PartnerGroup.Key.USE),
        email=lead.email,
        phone=lead.phone,
        address=lead.address,
        reach_by=lead.reach_by,
        role=Membership.Role.FACILITATOR,
    )
    membership = bring_in(project, [invitee], by=by, now=now)[0]
    if membership.person_id == by.pk:
        raise Refused(_("To start one about your own support, choose “Start a page about my own support”."))
    return send_invitations([membership], by=by, now=now)[0]


def may_start_own(person: Person, organisation: Organisation) -> bool:
    return (
        Membership.objects.partners()
        .filter(person=person, project__organisation=organisation, project__scope=Project.Scope.SERVICE)
        .exists()
    )


def make_private(
    organisation: Organisation, name: str, purpose: str, *, by: Person, now: dt.datetime
) -> tuple[Project, Stage]:
    """The project, its groups and stages, and nobody in it. Its address says nothing, and can't be guessed."""
    project = Project.objects.create(
        organisation=organisation,
        name=name,
        slug="private-" + "".join(secrets.choice(LETTERS) for _each in range(16)),
        purpose=purpose,
        final_say=_("The person whose support it is."),
        made_by=by,
        made_at=now,
        scope=Project.Scope.SUPPORT,
    )
    PartnerGroup.objects.bulk_create(
        PartnerGroup(project=project, key=key.value, name=str(label), position=position)
        for position, (key, label) in enumerate(GROUPS.items(), start=1)
    )
    write_history(project, "project_made", f"project:{project.pk}", by=by, now=now, name=name)
    first = make_stages(project, STAGES, (), now=now)
    write_history(project, "stage_begun", f"stage:{first.pk}", by=by, now=now, stage=first.name)
    return project, first


def locked(project: Project, by: Person) -> Project:
    """The project as it is now, for its lead alone."""
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    leads = Membership.objects.partners().filter(project=held, person=by, role=Membership.Role.FACILITATOR)
    if not held.is_private or not leads.exists():
        raise Refused(_("Only the person whose support it is can do this."))
    return held


@transaction.atomic
def rename(project: Project, *, name: str, purpose: str, by: Person, now: dt.datetime) -> None:
    held = locked(project, by)
    if (held.name, held.purpose) != (name, purpose):
        held.name, held.purpose = name, purpose
        held.save(update_fields=["name", "purpose"])
        write_history(held, "project_renamed", f"project:{held.pk}", by=by, now=now)


@transaction.atomic
def change_sight(membership: Membership, sees: Membership.Sight, *, by: Person, now: dt.datetime) -> None:
    """What somebody may see, from this moment on. The lead sees everything, always."""
    project = locked(membership.project, by)
    refuse_the_lead(membership)
    if Membership.objects.filter(pk=membership.pk, left_at=None).exclude(sees=sees).update(sees=sees):
        about = f"membership:{membership.pk}"
        write_history(project, "sight_changed", about, by=by, now=now, who=membership.shown_name)


@transaction.atomic
def remove_partner(membership: Membership, *, by: Person, now: dt.datetime) -> None:
    """Somebody's place ends at once, and with it that of whoever supports them. They are told, without a reason."""
    project = locked(membership.project, by)
    refuse_the_lead(membership)
    end_places(project, Membership.objects.filter(pk=membership.pk), by=by, now=now)


def refuse_the_lead(membership: Membership) -> None:
    if membership.role == Membership.Role.FACILITATOR:
        raise Refused(_("The person whose support it is stays. To end it, close it."))


def end_places(project: Project, memberships: MembershipQuerySet, *, by: Person, now: dt.datetime) -> None:
    seats = memberships.filter(left_at=None).select_related("person").select_for_update(of=("self",), no_key=True)
    for seat in seats:
        was_here, who = seat.joined_at is not None, seat.shown_name
        unanswered(seat).update(withdrawn_at=now, withdrawn_by=by)
        end_with_partner(seat, by=by, now=now)
        seat.left_at = now
        seat.save(update_fields=["left_at"])
        write_history(project, "partner_removed", f"membership:{seat.pk}", by=by, now=now, who=who)
        if was_here:
            context = {"project": project.name, "by": by.name}
            key = f"membership:{seat.pk}:ended:{now.isoformat()}"
            queue_all([Outgoing(seat.person, "place_ended", key, context, f"membership:{seat.pk}")], now=now)


@transaction.atomic
def close_support(project: Project, *, by: Person, now: dt.datetime) -> None:
    """The end: everybody but the lead loses sight of it at once; for the lead it stays to read."""
    held = locked(project, by)
    if held.closed_at is not None:
        return
    held.closed_at, held.closed_by = now, by
    held.save(update_fields=["closed_at", "closed_by"])
    held.sessions.filter(starts_at__gt=now, cancelled_at=None).update(cancelled_at=now)  # nobody is reminded any more
    others = Membership.objects.filter(project=held).exclude(role=Membership.Role.FACILITATOR)
    end_places(held, others, by=by, now=now)
    write_history(held, "project_closed", f"project:{held.pk}", by=by, now=now)


@transaction.atomic
def reopen_support(project: Project, *, by: Person, now: dt.datetime) -> None:
    """The lead goes on after all. Nobody else comes back by that: they are invited anew."""
    held = locked(project, by)
    if held.closed_at is None:
        return
    held.closed_at = held.closed_by = None
    held.save(update_fields=["closed_at", "closed_by"])
    write_history(held, "project_reopened", f"project:{held.pk}", by=by, now=now)
