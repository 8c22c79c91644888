"""What came of ringing somebody of whom nothing was heard."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.actions.breaks import about_project, leave, own_or_passed_on, take_a_break
from projects.actions.ledger import write_history
from projects.models import Membership, Project, QuietCall, Via

Came = QuietCall.Came


@transaction.atomic
def note_call(
    membership: Membership,
    came: QuietCall.Came,
    *,
    words: str = "",
    until: dt.datetime | None = None,
    by: Person,
    now: dt.datetime,
    via: Via = Via.PHONE,
) -> QuietCall:
    """Write down what came of a call. `words` are what they need, and nothing else; `until` is when a break ends.

    The record that everybody reads says that a facilitator got in touch with somebody, never with whom or what came.
    """
    words = words.strip()
    if membership.person_id == by.pk:
        raise Refused(_("This is you. Take a break or leave on your own page."))
    seat = own_or_passed_on(membership, by, via)
    if came == Came.NEEDS and not words:
        raise Refused(_("Write what they need, so that somebody can see to it."))
    if came != Came.NEEDS and words:
        raise Refused(_("Only what they need is written down. Nobody has to give a reason, so we keep none."))
    call = QuietCall.objects.create(membership=seat, by=by, at=now, came=came, words=words)
    verb = "call_missed" if came == Came.UNREACHED else "call_made"
    write_history(seat.project, verb, about_project(seat.project), by=by, now=now)
    if came == Came.PAUSING:
        take_a_break(seat, until=until, by=by, now=now, via=via)
    elif came == Came.LEAVING:
        leave(seat, by=by, now=now, via=via)
    return call


@transaction.atomic
def settle_need(call: QuietCall, *, by: Person, now: dt.datetime) -> None:
    """What they needed has been seen to. Said twice, the first one stands."""
    QuietCall.objects.filter(pk=call.pk, came=Came.NEEDS, settled_at=None).update(settled_at=now, settled_by=by)


@transaction.atomic
def set_patience(project: Project, days: int, *, by: Person, now: dt.datetime) -> None:
    """After how many days without a word somebody counts as gone quiet in this project."""
    least, most = Project.QUIET_AFTER
    if not least <= days <= most:
        raise Refused(_("Choose from %(least)s to %(most)s days.") % {"least": least, "most": most})
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if held.quiet_after == days:
        return
    held.quiet_after = days
    held.save(update_fields=["quiet_after"])
    write_history(held, "patience_changed", about_project(held), by=by, now=now, days=days)
