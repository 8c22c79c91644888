import datetime as dt
import threading

import pytest
from django.db import connection

from participants.models import AccessNeedKind, Person
from participants.refusals import Refused
from projects.actions.invitations import Acceptance, accept_invitation, decline_invitation, send_again
from projects.actions.invitations import withdraw_invitation as withdraw
from projects.actions.partners import Invitee, invite_partner
from projects.models import HistoryEntry, Invitation, Involvement, Membership, Stage, Via

YES = Acceptance()


def test_they_join_and_are_part_of_the_open_stage(
    invitation: Invitation, discover: Stage, asked: Membership, now: dt.datetime
) -> None:
    accept_invitation(invitation, YES, by=asked.person, now=now)
    asked.refresh_from_db()
    fact = Involvement.objects.get(membership=asked)
    assert (asked.joined_at, fact.kind, fact.stage, fact.via) == (now, "accepted", discover, "online")
    assert HistoryEntry.objects.filter(verb="invitation_accepted", by=asked.person).exists()


def test_a_facilitator_can_write_down_a_yes_said_by_phone(
    invitation: Invitation, asked: Membership, amina: Person, now: dt.datetime
) -> None:
    accept_invitation(invitation, YES, by=amina, now=now, via=Via.PHONE)
    fact = Involvement.objects.get(membership=asked)
    assert (fact.via, fact.entered_by) == ("phone", amina)
    invitation.refresh_from_db()
    assert invitation.answered_via == "phone"


def test_what_they_need_and_how_to_reach_them_is_kept(
    invitation: Invitation, asked: Membership, now: dt.datetime
) -> None:
    said = Acceptance(
        needs=((AccessNeedKind.BSL, ""), (AccessNeedKind.OTHER, "Mornings are hard")),
        details={"name": "Jean Morris-Hall", "reach_by": "text", "is_staff": "yes"},
    )
    accept_invitation(invitation, said, by=asked.person, now=now)
    jean = Person.objects.get(pk=asked.person.pk)
    assert (jean.name, jean.reach_by, jean.is_staff) == ("Jean Morris-Hall", "text", False)
    assert {each.words for each in jean.access_needs.all()} == {"", "Mornings are hard"}


def test_a_link_alone_does_not_change_the_details_of_somebody_who_was_here_before(
    asked: Membership, eve: Person, amina: Person, now: dt.datetime
) -> None:
    invitee = Invitee("Evelyn", asked.group, email="eve@southmoor.example")
    invitation = invite_partner(asked.project, invitee, by=amina, now=now).invitations.get()
    accept_invitation(invitation, Acceptance(details={"name": "Mallory"}), by=eve, now=now)
    eve.refresh_from_db()
    assert eve.name == "Eve Marsh"


def test_a_second_yes_is_refused(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    accept_invitation(invitation, YES, by=asked.person, now=now)
    with pytest.raises(Refused):
        accept_invitation(invitation, YES, by=asked.person, now=now)
    assert Involvement.objects.filter(membership=asked).count() == 1


def test_an_expired_invitation_is_refused(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        accept_invitation(invitation, YES, by=asked.person, now=now + dt.timedelta(days=28))


def test_withdrawn_and_replaced_invitations_are_refused(
    invitation: Invitation, asked: Membership, amina: Person, now: dt.datetime
) -> None:
    newer = send_again(asked, by=amina, now=now)
    withdraw(asked, by=amina, now=now)
    for each in (invitation, newer):
        with pytest.raises(Refused):
            accept_invitation(each, YES, by=asked.person, now=now)


def test_a_no_is_kept_and_said_twice_is_the_same(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    decline_invitation(invitation, by=asked.person, now=now)
    decline_invitation(invitation, by=asked.person, now=now + dt.timedelta(hours=1))
    asked.refresh_from_db()
    assert (asked.joined_at, asked.left_at, asked.state(now)) == (None, now, "declined")
    entry = HistoryEntry.objects.get(verb="invitation_declined")
    assert entry.by is None


def test_a_no_can_become_a_yes_until_the_invitation_ends(
    invitation: Invitation, asked: Membership, now: dt.datetime
) -> None:
    decline_invitation(invitation, by=asked.person, now=now)
    accept_invitation(invitation, YES, by=asked.person, now=now + dt.timedelta(days=1))
    asked.refresh_from_db()
    assert asked.state(now) == "joined"
    assert asked.left_at is None


def test_a_no_does_not_open_again_after_the_invitation_has_ended(
    invitation: Invitation, asked: Membership, now: dt.datetime
) -> None:
    decline_invitation(invitation, by=asked.person, now=now)
    with pytest.raises(Refused):
        accept_invitation(invitation, YES, by=asked.person, now=now + dt.timedelta(days=28))


def test_a_yes_cannot_be_declined_any_more(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    accept_invitation(invitation, YES, by=asked.person, now=now)
    with pytest.raises(Refused):
        decline_invitation(invitation, by=asked.person, now=now)


@pytest.mark.django_db(transaction=True)
def test_of_many_yeses_at_once_one_wins(invitation: Invitation, asked: Membership, now: dt.datetime) -> None:
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def say_yes() -> None:
        start.wait()
        try:
            accept_invitation(invitation, YES, by=asked.person, now=now)
            outcomes.append("joined")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=say_yes) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined", *["refused"] * 5]
    assert Involvement.objects.filter(membership=asked).count() == 1
