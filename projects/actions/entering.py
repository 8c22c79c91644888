"""Who may write down what a partner says: themself, a supporter whom they chose for it, or a facilitator they told."""

import datetime as dt

from django.utils.translation import gettext as _

from participants.models import Person
from participants.refusals import Refused
from projects.models import Membership, Project, Support, Supporter, SupportGiven, Via


def who_enters(membership: Membership, thing: Support, *, by: Person, via: str, now: dt.datetime) -> Supporter | None:
    """The supporter as whom `by` acts, held until the transaction ends; None for the partner and for a facilitator.

    Refused for anybody else, for a supporter who was not chosen for this thing, and for one who was stopped.
    """
    refuse_when_closed(membership.project_id)
    if membership.person_id == by.pk:
        return None
    if via != Via.ONLINE:
        refuse_unless_facilitator(membership, by)
        return None
    theirs = Supporter.objects.filter(membership=membership, person=by)
    # Locked, so that "stop at once" holds also for what is being sent at this moment.
    now_helping = theirs.helping(now).filter(things__contains=[thing])
    if supporter := now_helping.select_for_update(of=("self",), no_key=True).first():
        return supporter
    if theirs.exists():
        sentence = _("%(name)s has not asked you to do this for them, or has stopped it. Nothing was sent.")
        raise Refused(sentence % {"name": membership.person.name})
    raise Refused(_("Say how they told you: by phone, on paper or in a session."))


def refuse_when_closed(project_id: int) -> None:
    """A project that is closed takes nothing new. Asked of the database: it may have closed since the page was read."""
    if Project.objects.filter(pk=project_id, closed_at__isnull=False).exists():
        raise Refused(_("This project is closed, so nothing can be added."))


def refuse_unless_passed_on(membership: Membership, by: Person, via: str) -> None:
    """For what nobody but a facilitator may write down for a partner, who told them by phone, on paper or in person."""
    if via == Via.ONLINE:
        raise Refused(_("Say how they told you: by phone, on paper or in a session."))
    refuse_unless_facilitator(membership, by)


def refuse_unless_facilitator(membership: Membership, by: Person) -> None:
    keeps_going = Membership.objects.partners().filter(
        project_id=membership.project_id, person=by, role=Membership.Role.FACILITATOR
    )
    if not keeps_going.exists():
        raise Refused(_("Only a facilitator can write down what somebody else said."))


def note_help(supporter: Supporter | None, thing: Support, about: str, *, now: dt.datetime, **facts: str) -> None:
    """What a supporter did, for the partner to see. Nothing where nobody helped."""
    if supporter is not None:
        SupportGiven.objects.create(supporter=supporter, thing=thing, about=about, facts=facts, at=now)
