import datetime as dt

import pytest

from participants.models import AccessNeed, AccessNeedKind, Message, Person, ReachBy
from participants.refusals import Refused
from projects.actions.invitations import decline_invitation, send_again, withdraw_invitation
from projects.actions.partners import Invitee, invite_partner
from projects.models import HistoryEntry, Invitation, Membership, PartnerGroup, Project


def test_a_new_person_is_filled_in_and_asked_to_join(asked: Membership, amina: Person, now: dt.datetime) -> None:
    assert (asked.person.name, asked.person.email) == ("Jean Morris", "jean@example.org")
    assert (asked.joined_at, asked.added_by, asked.state(now)) == (None, amina, "open")
    assert asked.invitations.get().expires_at == now + dt.timedelta(days=28)


def test_the_invitation_is_queued_once_with_its_link(asked: Membership, invitation: Invitation) -> None:
    message = Message.objects.get(to=asked.person)
    assert (message.kind, message.channel) == ("invitation", Message.Channel.EMAIL)
    assert message.context["link"].endswith(f"/invitation/{invitation.code}/")


def test_somebody_without_email_and_phone_is_written_a_letter(
    project: Project, carers: PartnerGroup, amina: Person, now: dt.datetime
) -> None:
    invitee = Invitee("Nell Price", carers, address="3 Castle Hill", reach_by=ReachBy.POST)
    nell = invite_partner(project, invitee, by=amina, now=now).person
    assert Message.objects.get(to=nell).channel == Message.Channel.LETTER


def test_what_they_need_is_kept_in_their_words(
    project: Project, carers: PartnerGroup, amina: Person, now: dt.datetime
) -> None:
    need = (AccessNeedKind.OTHER, "I bring my dog")
    invitee = Invitee("Nell Price", carers, email="nell@example.org", needs=(need, need))
    nell = invite_partner(project, invitee, by=amina, now=now).person
    assert [(each.kind, each.words) for each in nell.access_needs.all()] == [need]


def test_an_email_in_other_letters_is_the_same_person_whose_own_details_stay(
    project: Project, carers: PartnerGroup, amina: Person, eve: Person, now: dt.datetime
) -> None:
    invitee = Invitee(
        "Evelyn M",
        carers,
        email="EVE@Southmoor.example",
        phone="+447700900999",
        needs=((AccessNeedKind.BSL, ""),),
    )
    membership = invite_partner(project, invitee, by=amina, now=now)
    assert membership.person == eve
    eve.refresh_from_db()
    assert (eve.name, eve.phone) == ("Eve Marsh", "")
    assert not AccessNeed.objects.filter(person=eve).exists()


def test_a_facilitator_sees_of_somebody_known_elsewhere_only_what_they_wrote_themself(
    project: Project, carers: PartnerGroup, amina: Person, carys: Person, now: dt.datetime
) -> None:
    carys.email = "carys@example.org"
    carys.save()
    invitee = Invitee("C. L.", carers, email="carys@example.org")
    membership = invite_partner(project, invitee, by=amina, now=now)
    assert (membership.shown_name, membership.shown_phone, membership.shown_address) == ("C. L.", "", "")
    assert Message.objects.get(to=carys).channel == Message.Channel.EMAIL


def test_a_partner_is_not_asked_again(
    project: Project, seats: dict[str, Membership], carers: PartnerGroup, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="takes part in the project already"):
        invite_partner(project, Invitee("Bola", carers, email="Bola@example.org"), by=amina, now=now)


def test_somebody_who_was_asked_is_not_asked_by_a_second_membership(
    asked: Membership, carers: PartnerGroup, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="asked already"):
        invite_partner(asked.project, Invitee("Jean", carers, email="jean@example.org"), by=amina, now=now)


def test_somebody_who_said_no_can_be_asked_anew(
    asked: Membership, invitation: Invitation, amina: Person, now: dt.datetime
) -> None:
    decline_invitation(invitation, by=asked.person, now=now)
    staff = asked.project.groups.get(key="staff")
    again = invite_partner(asked.project, Invitee("Jean", staff, email="jean@example.org"), by=amina, now=now)
    assert (again.pk, again.group, again.left_at) == (asked.pk, staff, None)
    assert asked.invitations.count() == 2


def test_sending_again_replaces_the_older_invitation(
    asked: Membership, invitation: Invitation, amina: Person, now: dt.datetime
) -> None:
    newer = send_again(asked, by=amina, now=now)
    invitation.refresh_from_db()
    assert (invitation.state(now), newer.state(now)) == ("withdrawn", "open")
    assert Message.objects.filter(to=asked.person, kind="invitation").count() == 2


def test_a_withdrawn_invitation_waits_for_nobody(asked: Membership, amina: Person, now: dt.datetime) -> None:
    withdraw_invitation(asked, by=amina, now=now)
    asked.refresh_from_db()
    assert asked.state(now) == "withdrawn"
    assert not Membership.objects.waiting().filter(pk=asked.pk).exists()


def test_neither_can_be_done_to_a_partner(seats: dict[str, Membership], amina: Person, now: dt.datetime) -> None:
    for action in (send_again, withdraw_invitation):
        with pytest.raises(Refused):
            action(seats["bola"], by=amina, now=now)


def test_the_record_does_not_name_whom_somebody_asked(asked: Membership) -> None:
    entry = HistoryEntry.objects.get(verb="partner_invited")
    assert "Jean" not in str(entry.facts)
