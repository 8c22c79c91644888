"""Taking a break from a project, coming back, and leaving. Nobody asks why, and no reason is kept."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.actions import queue
from participants.addresses import absolute
from participants.models import Person
from participants.refusals import Refused
from projects.actions.invitations import send_invitations
from projects.actions.ledger import write_history
from projects.actions.supporting import end_with_partner
from projects.models import Membership, MembershipPause, Project, Via


@transaction.atomic
def take_a_break(
    membership: Membership, *, until: dt.datetime | None, by: Person, now: dt.datetime, via: Via = Via.ONLINE
) -> MembershipPause:
    """Leave a partner in peace until that moment, or until they say. A break that they are on already is changed.

    The record says that somebody takes a break, and not who: only facilitators are told that.
    """
    if until is not None and until <= now:
        raise Refused(_("Choose a day that is still to come."))
    seat = own_or_passed_on(membership, by, via)
    running = seat.pauses.at(now).first()
    if running is not None and running.until == until:
        return running
    seat.pauses.at(now).update(ended_at=now)
    pause = MembershipPause.objects.create(membership=seat, began_at=now, until=until, entered_by=by, via=via)
    if running is None:
        write_history(seat.project, "break_begun", about_project(seat.project), by=by, now=now)
    if seat.person_id != by.pk:
        until_at = None if until is None else until.isoformat()
        tell_them(seat, "break_noted", f"pause:{pause.pk}", by=by, now=now, until_at=until_at)
    return pause


@transaction.atomic
def come_back(membership: Membership, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE) -> None:
    """End the break that a partner is on; said twice it is the same coming back."""
    seat = own_or_passed_on(membership, by, via)
    if seat.pauses.at(now).update(ended_at=now):
        write_history(seat.project, "break_ended", about_project(seat.project), by=by, now=now)


@transaction.atomic
def leave(membership: Membership, *, by: Person, now: dt.datetime, via: Via = Via.ONLINE) -> Membership:
    """A partner leaves. What they did stays; they get a goodbye that says how to come back.

    Refused for the last facilitator: the project is held meanwhile, so that two can't leave at the same moment.
    """
    Project.objects.select_for_update(no_key=True).get(pk=membership.project_id)
    seat = own_or_passed_on(membership, by, via)
    others = Membership.objects.keeping().filter(project=seat.project_id).exclude(pk=seat.pk)
    if seat.role == Membership.Role.FACILITATOR and not others.exists():
        raise Refused(_("You are the only facilitator. The project needs another one before you can leave."))
    seat.left_at = now
    seat.save(update_fields=["left_at"])
    end_with_partner(seat, by=by, now=now)
    write_history(seat.project, "partner_left", f"membership:{seat.pk}", by=by, now=now, who=seat.person.name)
    keeping = seat.project.memberships.keeping().select_related("person").order_by("joined_at", "pk").first()
    facilitator = keeping.person.name if keeping is not None else ""
    tell_them(seat, "goodbye", f"membership:{seat.pk}:goodbye", by=by, now=now, facilitator=facilitator)
    return seat


@transaction.atomic
def ask_back(membership: Membership, *, by: Person, now: dt.datetime) -> Membership:
    """Ask somebody who left to join again, because they said so. They start anew; what they did before stays."""
    seat = Membership.objects.select_for_update(of=("self",), no_key=True)
    seat = seat.select_related("project__organisation", "person", "group")
    held = seat.get(pk=membership.pk)
    here = Membership.objects.filter(project=held.project, person=held.person, left_at=None)
    if held.joined_at is None or held.left_at is None or here.exists():
        raise Refused(_("This person is in the project, or has been asked already."))
    again = Membership.objects.create(
        project=held.project,
        person=held.person,
        group=held.group,
        role=Membership.Role.OBSERVER if held.role == Membership.Role.OBSERVER else Membership.Role.PARTNER,
        sees=held.sees,
        added_by=by,
        added_at=now,
    )
    group = str(again.group.name)
    write_history(held.project, "partner_invited", f"membership:{again.pk}", by=by, now=now, group=group)
    send_invitations([again], by=by, now=now)
    return again


def own_or_passed_on(membership: Membership, by: Person, via: Via) -> Membership:
    """The seat as it is now, locked: one's own, or that of somebody who told a facilitator."""
    seats = Membership.objects.partners().select_for_update(of=("self",), no_key=True)
    seat = seats.select_related("project", "person", "group").filter(pk=membership.pk).first()
    if seat is None:
        raise Refused(_("They are not a partner in this project any more."))
    if seat.person_id == by.pk:
        return seat
    if via == Via.ONLINE:
        raise Refused(_("Say how they told you: by phone, on paper or in a session."))
    if not Membership.objects.keeping().filter(project=seat.project_id, person=by).exists():
        raise Refused(_("Only a facilitator can write down what somebody else said."))
    return seat


def about_project(project: Project) -> str:
    """What entries that name nobody are about: the id of a membership would name them."""
    return f"project:{project.pk}"


def tell_them(seat: Membership, kind: str, key: str, *, by: Person, now: dt.datetime, **facts: str | None) -> None:
    context = {
        "project": seat.project.name,
        "by": by.name,
        "own": by.pk == seat.person_id,
        "link": absolute("projects:take_a_break", seat.project.slug),
        **facts,
    }
    queue(seat.person, kind, key, context, now=now, topic=f"membership:{seat.pk}")
