"""Who keeps a project going: more than one person can, and nobody has to for ever."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.actions import queue
from participants.addresses import absolute
from participants.models import Person
from participants.refusals import Refused
from projects.actions.ledger import write_history
from projects.actions.supporting import end_where_facilitator
from projects.models import Membership, Project


@transaction.atomic
def make_facilitator(membership: Membership, *, by: Person, now: dt.datetime) -> None:
    """A partner facilitates from now on, beside those who do already. They stay a partner of their group, and are told.

    Said twice it is the same. Refused for observers, for who has left, and in a private project.
    """
    project = held(membership.project_id, by)
    seat = here(project, membership)
    if seat.role == Membership.Role.FACILITATOR:
        return
    if seat.role != Membership.Role.PARTNER:
        raise Refused(_("An observer can’t be a facilitator. Invite them as a partner first."))
    seat.role = Membership.Role.FACILITATOR
    seat.save(update_fields=["role"])
    end_where_facilitator(seat, by=by, now=now)
    about = f"membership:{seat.pk}"
    write_history(project, "facilitator_made", about, by=by, now=now, who=seat.person.name)
    context = {"project": project.name, "by": by.name, "link": absolute("projects:facilitators", project.slug)}
    queue(seat.person, "facilitator_made", f"{about}:facilitator:{now.isoformat()}", context, now=now, topic=about)


@transaction.atomic
def stop_facilitating(membership: Membership, *, by: Person, now: dt.datetime) -> None:
    """A facilitator becomes a partner again, by their own choice alone. Refused for the last one."""
    project = held(membership.project_id, by)
    seat = here(project, membership)
    if seat.person_id != by.pk:
        raise Refused(_("Each facilitator decides that for themself."))
    if seat.role != Membership.Role.FACILITATOR:
        return
    if not project.memberships.keeping().exclude(pk=seat.pk).exists():
        raise Refused(_("You are the only facilitator. Choose another one first."))
    seat.role = Membership.Role.PARTNER
    seat.save(update_fields=["role"])
    write_history(project, "facilitator_stopped", f"membership:{seat.pk}", by=by, now=now)


def held(project_id: int, by: Person) -> Project:
    """The project, held so that two can't step back or leave at the same moment, for one of its facilitators."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project_id)
    if project.is_private:
        raise Refused(_("The person whose support it is leads it."))
    if not project.memberships.keeping().filter(person=by).exists():
        raise Refused(_("Only a facilitator can do that."))
    return project


def here(project: Project, membership: Membership) -> Membership:
    seats = Membership.objects.partners().select_for_update(of=("self",), no_key=True).select_related("person")
    seat = seats.filter(project=project, pk=membership.pk).first()
    if seat is None:
        raise Refused(_("They are not a partner in this project any more."))
    return seat
