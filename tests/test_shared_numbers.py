"""Who is meant by a phone number that several people are written down with."""

import datetime as dt
import re

import pytest
from django.test import Client

from participants.models import Person, ReachBy
from projects.actions.invitations import Acceptance, accept_invitation
from projects.actions.partners import Invitee, invite_partner
from projects.models import Membership, PartnerGroup, Project
from tests.factories import give_role
from tests.test_sign_in_by_text import ask, texts

SAYING_YES = {"name": "Megan Llewellyn", "reach_by": "text", "language": "en-gb"}


def gets_a_code(client: Client) -> bool:
    ask(client, "07700 900103")
    return any(re.match(r"\d{6}", words) for _number, words in texts())


@pytest.fixture
def megan(seats: dict[str, Membership], carers: PartnerGroup, amina: Person, now: dt.datetime) -> Membership:
    """Somebody who has been asked, with the number that Carys signs in by."""
    invitee = Invitee("Megan Llewellyn", carers, phone="+447700900103", reach_by=ReachBy.TEXT)
    return invite_partner(carers.project, invitee, by=amina, now=now)


def test_whoever_is_only_written_down_with_a_number_locks_nobody_out(client: Client, megan: Membership) -> None:
    assert gets_a_code(client)


def test_who_signed_in_is_told_from_who_never_did(client: Client, carys: Person, now: dt.datetime) -> None:
    Person.objects.create_user(name="Megan Llewellyn", phone=carys.phone)
    assert not gets_a_code(Client())
    Person.objects.filter(pk=carys.pk).update(last_login=now)
    assert gets_a_code(client)


def test_a_number_of_two_people_who_take_part_is_nobodys(client: Client, megan: Membership, now: dt.datetime) -> None:
    accept_invitation(megan.invitations.get(), Acceptance(), by=megan.person, now=now)
    assert not gets_a_code(client)


def test_a_role_in_an_organisation_counts_as_well(
    client: Client, project: Project, seats: dict[str, Membership], carys: Person, now: dt.datetime
) -> None:
    other = Person.objects.create_user(name="Megan Llewellyn", phone=carys.phone)
    give_role(project.organisation, other, "commissioner", now=now)
    assert not gets_a_code(client)


def test_a_code_that_can_never_come_is_not_offered(client: Client, megan: Membership) -> None:
    code = megan.invitations.get().code
    page = client.post(f"/invitation/{code}/accept", SAYING_YES, follow=True).content.decode()
    assert "You are part of it now" in page
    assert "Text me a code" not in page
    assert "You don’t need to do anything more." in page


def test_a_code_is_offered_where_it_can_come(
    client: Client, carers: PartnerGroup, amina: Person, now: dt.datetime
) -> None:
    invitee = Invitee("Megan Llewellyn", carers, phone="+447700900155", reach_by=ReachBy.TEXT)
    code = invite_partner(carers.project, invitee, by=amina, now=now).invitations.get().code
    page = client.post(f"/invitation/{code}/accept", SAYING_YES, follow=True).content.decode()
    assert "Text me a code" in page


def test_who_is_asked_by_number_may_sign_in_first_whoever_they_are(
    client: Client, megan: Membership, asked: Membership
) -> None:
    url = f"/invitation/{megan.invitations.get().code}/accept"
    page = client.get(url).content.decode()
    assert f'href="/accounts/login/?next={url}"' in page
    assert "sign in first" not in client.get(f"/invitation/{asked.invitations.get().code}/accept").content.decode()
