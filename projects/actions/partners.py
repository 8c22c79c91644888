"""Bringing people into a project: one by one or two thousand at once, by the same few statements."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from participants import post
from participants.models import AccessNeed, AccessNeedKind, Language, Person, ReachBy
from participants.phones import takes_texts
from participants.refusals import Refused
from projects.actions.invitations import same_name, send_invitations
from projects.actions.ledger import write_history
from projects.models import Membership, PartnerGroup, Project


@dataclass(frozen=True)
class Invitee:
    """Somebody to bring in, as a facilitator wrote it down. `needs` are (kind, their own words)."""

    name: str
    group: PartnerGroup
    email: str = ""
    phone: str = ""
    address: str = ""
    reach_by: ReachBy = ReachBy.EMAIL
    language: Language = Language.ENGLISH
    role: Membership.Role = Membership.Role.PARTNER
    needs: tuple[tuple[AccessNeedKind, str], ...] = field(default=())
    sees: Membership.Sight = Membership.Sight.ALL


@transaction.atomic
def invite_partner(project: Project, invitee: Invitee, *, by: Person, now: dt.datetime) -> Membership:
    """Ask one person to join. Refused where they are a partner already, or have been asked and not yet answered."""
    lock(project)
    person = Person.objects.by_email(invitee.email) if invitee.email else people_by_number([invitee]).get(0)
    theirs = Membership.objects.filter(project=project, person=person).order_by("-pk").first() if person else None
    if theirs is not None and theirs.left_at is None:
        raise Refused(
            _("This person takes part in the project already.")
            if theirs.joined_at
            else _("This person has been asked already. You can send the invitation again on their page.")
        )
    if theirs is not None and theirs.joined_at is None:
        membership = reopen(theirs, invitee, now=now)
    else:
        membership = bring_in(project, [invitee], by=by, now=now)[0]
    write_history(
        project, "partner_invited", f"membership:{membership.pk}", by=by, now=now, group=str(invitee.group.name)
    )
    send_invitations([membership], by=by, now=now)
    return membership


def lock(project: Project) -> None:
    """Hold the project until the end of the transaction, so that nobody is brought in twice at the same moment."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def reopen(membership: Membership, invitee: Invitee, *, now: dt.datetime) -> Membership:
    """Ask again somebody who never joined and is not asked any more."""
    membership.left_at = None
    membership.added_at = now
    membership.group = invitee.group
    membership.role = invitee.role
    membership.sees = invitee.sees
    membership.save(update_fields=["left_at", "added_at", "group", "role", "sees"])
    return membership


def bring_in(project: Project, invitees: Sequence[Invitee], *, by: Person, now: dt.datetime) -> list[Membership]:
    """A membership for each invitee, in their order; nobody is told yet. At most 9 queries however many there are.

    Somebody who has a record here already is found by email, or by number and name, and keeps their own details: what
    the facilitator wrote fills in new people only. The caller holds the project's lock and knows that nobody with one
    of these addresses is in the project.
    """
    known = people_by_email(each.email for each in invitees)
    numbered = not_yet_in(project, people_by_number(invitees))
    new = {
        id(each): new_person(each)
        for place, each in enumerate(invitees)
        if place not in numbered and each.email.lower() not in known
    }
    people = {**known, **save_new(list(new.values()))}
    memberships = []
    for place, each in enumerate(invitees):
        person = numbered.get(place) or (people[each.email.lower()] if each.email else new[id(each)])
        is_new = id(each) in new and new[id(each)].session_stamp == person.session_stamp
        memberships.append(
            Membership(
                project=project,
                person=person,
                group=each.group,
                role=each.role,
                sees=each.sees,
                asked_name="" if is_new else each.name,
                asked_phone="" if is_new else each.phone,
                asked_by_number=place in numbered,
                added_by=by,
                added_at=now,
            )
        )
    Membership.objects.bulk_create(memberships)
    note_needs(zip(memberships, invitees, strict=True), by=by, now=now)
    return memberships


def people_by_email(emails: Iterable[str]) -> dict[str, Person]:
    """The people whose address is one of these, by their address in small letters."""
    wanted = {email.lower() for email in emails if email}
    found = Person.objects.annotate(small=Lower("email")).filter(small__in=wanted) if wanted else ()
    return {(person.email or "").lower(): person for person in found}


def people_by_number(invitees: Sequence[Invitee]) -> dict[int, Person]:
    """Who of these is here already, by their places in the list: people who sign in by a text message to the number,
    and have the name, that was written down. Nobody twice. At most one query."""
    wanted = {each.phone for each in invitees if not each.email and takes_texts(each.phone)} if post.can_text() else ()
    found = {(who.phone, same_name(who.name)): who for who in Person.objects.by_texts(wanted)}
    places = {place: found.pop(number_and_name(each), None) for place, each in enumerate(invitees) if not each.email}
    return {place: person for place, person in places.items() if person is not None}


def number_and_name(invitee: Invitee) -> tuple[str, str]:
    return invitee.phone, same_name(invitee.name)


def not_yet_in(project: Project, people: dict[int, Person]) -> dict[int, Person]:
    """Those of them who have no place in the project now."""
    ids = [person.pk for person in people.values()]
    there = Membership.objects.filter(project=project, person__in=ids, left_at=None).values_list("person", flat=True)
    taken = set(there) if ids else set()
    return {place: person for place, person in people.items() if person.pk not in taken}


def new_person(invitee: Invitee) -> Person:
    return Person(
        name=invitee.name,
        email=Person.objects.normalised(invitee.email),
        phone=invitee.phone,
        address=invitee.address,
        reach_by=invitee.reach_by,
        language=invitee.language,
    )


def save_new(people: Collection[Person]) -> dict[str, Person]:
    """Save them; those with an email come back by it.

    Another project may have written the same address a moment ago: then theirs stays, and is what comes back.
    """
    Person.objects.bulk_create([person for person in people if not person.email])
    addressed = [person for person in people if person.email]
    if not addressed:
        return {}
    Person.objects.bulk_create(addressed, ignore_conflicts=True)
    return people_by_email(person.email or "" for person in addressed)


def note_needs(pairs: Iterable[tuple[Membership, Invitee]], *, by: Person, now: dt.datetime) -> None:
    """What new people need, as it was written for them. Somebody who was here before says it themself."""
    AccessNeed.objects.bulk_create(
        AccessNeed(person=membership.person, kind=kind, words=words, recorded_by=by, recorded_at=now, reviewed_at=now)
        for membership, invitee in pairs
        if not membership.asked_name
        for kind, words in dict.fromkeys(invitee.needs)
    )
