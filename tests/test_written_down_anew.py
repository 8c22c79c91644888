"""Somebody who has a record here is asked by their number as if they were new: they stay one person."""

import datetime as dt

import pytest
from django.test import Client

from participants.models import AccessNeedKind, Message, Person, ReachBy
from participants.refusals import Refused
from projects.actions.invitations import Acceptance, accept_as_themself
from projects.actions.partners import Invitee, bring_in, invite_partner
from projects.models import HistoryEntry, Invitation, Membership, Project
from tests.factories import join, make_project


@pytest.fixture
def other(project: Project, amina: Person, now: dt.datetime) -> Project:
    return make_project(project.organisation, "Day centres", "day-centres", by=amina, now=now)


@pytest.fixture
def double(seats: dict[str, Membership], other: Project, amina: Person, now: dt.datetime) -> Invitation:
    """Carys is asked into another project by a number that was not hers yet, and then became hers."""
    group = other.groups.get(key="carers")
    needs = ((AccessNeedKind.BREAKS, ""),)
    invitee = Invitee("CARYS  llewellyn", group, phone="+447700900199", reach_by=ReachBy.TEXT, needs=needs)
    invitation = invite_partner(other, invitee, by=amina, now=now).invitations.get()
    Person.objects.filter(pk=seats["carys"].person_id).update(phone="+447700900199")
    return invitation


@pytest.fixture
def browser(double: Invitation, carys: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=carys.pk))
    return client


def test_who_is_signed_in_with_that_number_and_name_says_yes_as_themself(
    browser: Client, double: Invitation, carys: Person, other: Project, now: dt.datetime
) -> None:
    second = double.membership.person
    url = f"/invitation/{double.code}/"
    assert "You are signed in as" not in browser.get(url).content.decode()
    page = browser.post(f"{url}accept", {}, follow=True).content.decode()
    assert "You are part of it now" in page
    place = Membership.objects.get(project=other, person=carys)
    assert (place.joined_at, place.pk) == (now, double.membership_id)
    second.refresh_from_db()
    assert not second.is_active
    assert carys.access_needs.filter(kind="breaks").exists()
    entry = HistoryEntry.objects.get(verb="invitation_accepted", project=other)
    assert entry.by == carys


def test_who_has_a_place_in_the_project_already_is_told_so(
    browser: Client, double: Invitation, carys: Person, other: Project, now: dt.datetime
) -> None:
    join(other, carys, "carers", now=now)
    page = browser.post(f"/invitation/{double.code}/accept", {}, follow=True).content.decode()
    assert "You take part in this project already" in page
    double.refresh_from_db()
    assert double.accepted_at is None


@pytest.mark.parametrize("facts", [{"name": "Megan Llewellyn"}, {"phone": "+447700900198"}, {"email": "m@example.org"}])
def test_another_name_or_number_is_another_person(
    browser: Client, double: Invitation, carys: Person, facts: dict[str, str], now: dt.datetime
) -> None:
    Person.objects.filter(pk=double.membership.person_id).update(**facts)
    assert "Only they can answer it" in browser.get(f"/invitation/{double.code}/").content.decode()
    with pytest.raises(Refused):
        accept_as_themself(double, Acceptance(), by=Person.objects.get(pk=carys.pk), now=now)


def test_a_record_that_somebody_uses_is_nobodys_double(
    browser: Client, double: Invitation, project: Project, now: dt.datetime
) -> None:
    join(project, double.membership.person, "carers", now=now)
    assert "Only they can answer it" in browser.get(f"/invitation/{double.code}/").content.decode()


def test_a_no_is_theirs_as_well(browser: Client, double: Invitation) -> None:
    browser.post(f"/invitation/{double.code}/decline")
    double.refresh_from_db()
    assert double.declined_at is not None


def asked_into(
    other: Project, amina: Person, now: dt.datetime, *, name: str = "carys Llewellyn", phone: str = "+447700900103"
) -> Membership:
    invitee = Invitee(name, other.groups.get(key="carers"), phone=phone, reach_by=ReachBy.TEXT)
    return invite_partner(other, invitee, by=amina, now=now)


def test_whoever_is_asked_by_the_number_and_name_they_have_here_stays_one_person(
    seats: dict[str, Membership], other: Project, amina: Person, carys: Person, now: dt.datetime
) -> None:
    place = asked_into(other, amina, now)
    assert place.person == carys
    assert (place.shown_name, place.shown_phone, place.shown_address) == ("carys Llewellyn", "+447700900103", "")
    message = Message.objects.get(to=carys, kind="invitation")
    assert (message.channel, message.only_this_way) == ("text", True)


def test_an_email_that_the_facilitator_never_wrote_stays_unseen(
    seats: dict[str, Membership], other: Project, amina: Person, carys: Person, now: dt.datetime
) -> None:
    place = asked_into(other, amina, now)
    Person.objects.filter(pk=carys.pk).update(email="carys@example.org")
    assert Membership.objects.select_related("person").get(pk=place.pk).shown_email == ""


@pytest.mark.parametrize("facts", [{"name": "Megan Llewellyn"}, {"phone": "+447700900198"}])
def test_whoever_differs_in_name_or_number_is_new(
    seats: dict[str, Membership], other: Project, amina: Person, carys: Person, facts: dict[str, str], now: dt.datetime
) -> None:
    assert asked_into(other, amina, now, **facts).person != carys


def test_of_several_with_one_number_nobody_is_taken_for_another(
    seats: dict[str, Membership], other: Project, amina: Person, carys: Person, now: dt.datetime
) -> None:
    join(other, Person.objects.create_user(name="Megan Llewellyn", phone=carys.phone), "carers", now=now)
    assert asked_into(other, amina, now).person != carys


def test_who_takes_part_is_not_asked_again_by_number(
    seats: dict[str, Membership], project: Project, amina: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="takes part in the project already"):
        asked_into(project, amina, now)


def test_a_list_takes_somebody_for_who_they_are_once(
    seats: dict[str, Membership], other: Project, amina: Person, carys: Person, now: dt.datetime
) -> None:
    group = other.groups.get(key="carers")
    twice = [Invitee(name, group, phone=carys.phone) for name in ("Carys Llewellyn", "CarysLlewellyn")]
    first, second = bring_in(other, twice, by=amina, now=now)
    assert (first.person, second.person == carys) == (carys, False)
