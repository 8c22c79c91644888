"""Choosing somebody to help one take part, what they answer, changing what they may do, and stopping it at once."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participants.models import Message, Person, ReachBy
from participants.refusals import Refused
from projects.actions.entering import refuse_unless_facilitator
from projects.actions.invitations import OPEN_FOR
from projects.actions.ledger import write_history
from projects.actions.supporting import end, locked, tell
from projects.models import Membership, Support, Supporter, Via

MOST_A_DAY = 10


@dataclass(frozen=True)
class Choice:
    """Whom a partner chose, by email or by a mobile number, and for what. `until` is the moment when it ends."""

    name: str
    email: str = ""
    phone: str = ""
    things: tuple[Support, ...] = ()
    until: dt.datetime | None = None

    @property
    def reach(self) -> str:
        return self.email or self.phone


@transaction.atomic
def choose_supporter(
    membership: Membership, choice: Choice, *, by: Person, now: dt.datetime, via: str = Via.ONLINE
) -> Supporter:
    """Ask somebody to support a partner. `by` is the partner, or a facilitator whom they told so (`via` says how).

    Nobody learns whether the person has a record here already. Refused where the choice would be nobody else than the
    partner or the facilitator who writes it down, or a facilitator of the project at all.
    """
    membership = held(membership)
    if membership.person_id != by.pk or via != Via.ONLINE:
        refuse_unless_told(membership, by, via)
    person, was_here = person_for(choice)
    refuse_who_cannot_be(membership, person, by)
    refuse_the_past(choice.until, now)
    refuse_too_many(membership, now)
    end_unanswered(membership, person, by=by, now=now)
    supporter = Supporter.objects.create(
        membership=membership,
        person=person,
        asked_name=choice.name,
        asked_reach=choice.reach,
        things=sorted(choice.things),
        until=choice.until,
        asked_by=by,
        asked_via=via,
        asked_at=now,
        expires_at=now + OPEN_FOR,
    )
    tell(supporter, person, "supporter_asked", now=now, only_by=way_to(choice) if was_here else "")
    if via != Via.ONLINE:
        tell(supporter, membership.person, "supporter_written_down", now=now)
    return supporter


def held(membership: Membership) -> Membership:
    """The partner's place as it is now, locked so that what happens to their supporters happens in a row."""
    seat = (
        Membership.objects.partners()
        .without_observers()
        .select_related("person", "project__organisation")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=membership.pk)
        .first()
    )
    if seat is None:
        raise Refused(_("Only partners in this project can choose somebody to support them."))
    return seat


def refuse_unless_told(membership: Membership, by: Person, via: str) -> None:
    if membership.person_id == by.pk or via == Via.ONLINE:
        raise Refused(_("Say how they told you: by phone, on paper or in a session."))
    refuse_unless_facilitator(membership, by)


def person_for(choice: Choice) -> tuple[Person, bool]:
    """The person behind an address or a number, and whether they were here before. New people get a record."""
    known = Person.objects.by_email(choice.email) if choice.email else only_one_with(choice.phone)
    if known is not None:
        return known, True
    facts = {} if choice.email else {"phone": choice.phone, "reach_by": ReachBy.TEXT}
    try:
        with transaction.atomic():
            return Person.objects.create_user(email=choice.email, name=choice.name, **facts), False
    except IntegrityError:  # somebody else wrote the same address down at this moment
        return Person.objects.get(email__iexact=choice.email), True


def only_one_with(phone: str) -> Person | None:
    """The one active person with this number. Families share phones: where several do, nobody is taken for another."""
    found = Person.objects.with_number(phone)
    return found[0] if len(found) == 1 else None


def way_to(choice: Choice) -> str:
    return Message.Channel.EMAIL if choice.email else Message.Channel.TEXT


def refuse_who_cannot_be(membership: Membership, person: Person, by: Person) -> None:
    if person.pk == membership.person_id:
        raise Refused(_("A supporter is somebody else than the person they support."))
    if person.pk == by.pk:
        raise Refused(_("Nobody can make themself a supporter. Ask another facilitator to write this down."))
    keeps_going = Membership.objects.partners().filter(
        project_id=membership.project_id, person=person, role=Membership.Role.FACILITATOR
    )
    if keeps_going.exists():
        raise Refused(_("Facilitators can’t be supporters: they write down what anybody tells them already."))
    if Supporter.objects.standing().filter(membership=membership, person=person, accepted_at__isnull=False).exists():
        raise Refused(_("This person supports you already. You can change what they do, or stop it first."))


def refuse_the_past(until: dt.datetime | None, now: dt.datetime) -> None:
    if until is not None and until <= now:
        raise Refused(_("Choose a last day that is still to come, or leave it empty."))


def refuse_too_many(membership: Membership, now: dt.datetime) -> None:
    """Each asking is a message to somebody who did not ask for it."""
    today = Supporter.objects.filter(membership=membership, asked_at__gt=now - dt.timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise Refused(_("You have asked many people today. Wait until tomorrow before you ask another."))


def end_unanswered(membership: Membership, person: Person, *, by: Person, now: dt.datetime) -> None:
    """A new asking takes the place of an older one."""
    older = Supporter.objects.standing().filter(membership=membership, person=person, accepted_at=None)
    older.update(ended_at=now, ended_by=by)


@transaction.atomic
def accept_support(supporter: Supporter, *, by: Person, now: dt.datetime) -> Supporter:
    """The person who was asked says yes, signed in as themself."""
    supporter = locked(supporter)
    refuse_unless_theirs(supporter, by)
    if supporter.state(now) == "helping":
        return supporter
    if supporter.state(now) != "open" or supporter.membership.left_at or keeps_going_there(supporter):
        raise Refused(_("This is not open any more, so nothing has changed."))
    supporter.accepted_at = now
    supporter.save(update_fields=["accepted_at"])
    partner = supporter.membership.person
    about = f"supporter:{supporter.pk}"
    write_history(supporter.membership.project, "supporter_accepted", about, by=by, now=now, who=partner.name)
    tell(supporter, partner, "supporter_accepted", now=now)
    return supporter


def keeps_going_there(supporter: Supporter) -> bool:
    return (
        Membership.objects.partners()
        .filter(project=supporter.membership.project_id, person=supporter.person_id, role=Membership.Role.FACILITATOR)
        .exists()
    )


@transaction.atomic
def decline_support(supporter: Supporter, *, by: Person, now: dt.datetime) -> None:
    """The person who was asked says no. Nobody asks why."""
    supporter = locked(supporter)
    refuse_unless_theirs(supporter, by)
    if supporter.state(now) == "declined":
        return
    if supporter.state(now) != "open":
        raise Refused(_("This is not open any more, so nothing has changed."))
    supporter.declined_at = now
    supporter.save(update_fields=["declined_at"])
    tell(supporter, supporter.membership.person, "supporter_declined", now=now)


def refuse_unless_theirs(supporter: Supporter, by: Person) -> None:
    if supporter.person_id != by.pk:
        raise Refused(_("Only the person who was asked can answer."))


@transaction.atomic
def change_support(
    supporter: Supporter,
    things: Collection[Support],
    until: dt.datetime | None,
    *,
    by: Person,
    now: dt.datetime,
    via: str = Via.ONLINE,
) -> Supporter:
    """The partner changes what somebody does for them and until when; it holds from this moment on."""
    supporter = locked(supporter)
    if supporter.membership.person_id != by.pk or via != Via.ONLINE:
        refuse_unless_told(supporter.membership, by, via)
    if by.pk == supporter.person_id or supporter.state(now) not in ("open", "helping", "over"):
        raise Refused(_("This has ended meanwhile. Choose the person again if you want their help."))
    refuse_the_past(until, now)
    supporter.things, supporter.until = sorted(things), until
    supporter.save(update_fields=["things", "until"])
    if via != Via.ONLINE:
        tell(supporter, supporter.membership.person, "supporter_written_down", now=now, occasion=f":{now.isoformat()}")
    return supporter


@transaction.atomic
def end_support(supporter: Supporter, *, by: Person, now: dt.datetime, via: str = Via.ONLINE) -> None:
    """Stop it at once: the partner, the supporter themself, or a facilitator whom the partner told so."""
    supporter = locked(supporter)
    if by.pk not in (supporter.person_id, supporter.membership.person_id):
        refuse_unless_told(supporter.membership, by, via)
    if supporter.ended_at is not None or supporter.declined_at is not None:
        return
    end(supporter, by=by, now=now)
