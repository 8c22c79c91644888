"""A project can have several facilitators, and never none."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import leave
from projects.actions.facilitating import make_facilitator, stop_facilitating
from projects.actions.private import start_own_support
from projects.models import HistoryEntry, Membership, Organisation, Project
from projects.sentences import sentence_for
from tests.factories import join, make_person

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
PAGE = "/projects/short-breaks-for-carers/people/facilitators"


def test_a_facilitator_makes_a_partner_one_too_and_they_are_told(
    client_of: Browser, seats: Seats, amina: Person, carys: Person
) -> None:
    assert "/people/facilitators" in client_of(carys).get("/projects/short-breaks-for-carers/people/").content.decode()
    done = client_of(amina).post(PAGE, {"partner": seats["carys"].pk}, follow=True).content.decode()
    assert "Carys Llewellyn is a facilitator now." in done
    assert client_of(carys).get("/projects/short-breaks-for-carers/people/new").status_code == 200
    assert Membership.objects.get(pk=seats["carys"].pk).group.key == "carers"
    assert sentence_for(HistoryEntry.objects.get()) == "Amina Yusuf made Carys Llewellyn a facilitator."
    assert Message.objects.filter(to=carys, kind="facilitator_made").count() == 1


def test_said_twice_it_is_the_same(seats: Seats, amina: Person, now: dt.datetime) -> None:
    for _time in range(2):
        make_facilitator(seats["carys"], by=amina, now=now)
    assert HistoryEntry.objects.count() == 1


def test_one_steps_back_and_the_last_one_cannot(
    client_of: Browser, seats: Seats, amina: Person, carys: Person, now: dt.datetime
) -> None:
    assert "You are the only one." in client_of(amina).get(PAGE).content.decode()
    refused = client_of(amina).post(f"{PAGE}/stop", follow=True).content.decode()
    assert "You are the only facilitator. Choose another one first." in refused
    make_facilitator(seats["carys"], by=amina, now=now)
    assert "You are a partner now" in client_of(amina).post(f"{PAGE}/stop", follow=True).content.decode()
    assert Membership.objects.get(pk=seats["amina"].pk).role == Membership.Role.PARTNER
    with pytest.raises(Refused):
        stop_facilitating(seats["carys"], by=carys, now=now)


def test_with_another_one_a_facilitator_can_leave(seats: Seats, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        leave(seats["amina"], by=amina, now=now)
    make_facilitator(seats["carys"], by=amina, now=now)
    assert leave(seats["amina"], by=amina, now=now).left_at == now


def test_nobody_else_decides_it(
    client_of: Browser, project: Project, seats: Seats, elsewhere: Membership, amina: Person, bola: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    page = client_of(bola).get(PAGE).content.decode()
    assert "Amina Yusuf" in page
    assert "Make them a facilitator" not in page
    assert client_of(bola).post(PAGE, {"partner": seats["bola"].pk}).status_code == 403
    with pytest.raises(Refused):
        make_facilitator(seats["bola"], by=bola, now=now)
    make_facilitator(seats["carys"], by=amina, now=now)
    with pytest.raises(Refused):
        stop_facilitating(seats["carys"], by=amina, now=now)
    for wrong in (elsewhere.pk, "", "0", "x" * 50):
        answer = client_of(amina).post(PAGE, {"partner": wrong}).content.decode()
        assert "There is a problem" in answer


def test_an_observer_becomes_none(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> None:
    looks = join(project, make_person("Olu Observer"), "staff", now=now, role="observer")
    with pytest.raises(Refused, match="An observer"):
        make_facilitator(looks, by=amina, now=now)


def test_a_private_project_has_its_lead_alone(
    client_of: Browser, northdale: Organisation, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    private = start_own_support(northdale, name="Mine", purpose="How I live.", by=bola, now=now)
    friend = join(private, make_person("Sam Friend"), "carers", now=now)
    with pytest.raises(Refused):
        make_facilitator(friend, by=bola, now=now)
    assert (
        client_of(bola).post(f"/projects/{private.slug}/people/facilitators", {"partner": friend.pk}).status_code == 403
    )
    assert "/people/facilitators" not in client_of(bola).get(f"/projects/{private.slug}/people/").content.decode()
