import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from decisions.actions import take_position, withdraw_objection
from decisions.models import Decision, Objection
from participants.models import Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership, Project
from tests.factories import join, make_decision

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db


@pytest.fixture
def objection(seats: Seats, bola: Person, now: dt.datetime) -> Objection:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=1))
    take_position(decision, seats["bola"], stance="object", reason="Not all.", wording=1, by=bola, now=now)
    return Objection.objects.get()


def test_its_owner_takes_it_back_once(objection: Objection, bola: Person, now: dt.datetime) -> None:
    withdraw_objection(objection, by=bola, now=now)
    withdraw_objection(objection, by=bola, now=now + dt.timedelta(hours=1))
    objection.refresh_from_db()
    assert objection.withdrawn_at == now
    assert HistoryEntry.objects.filter(verb="objection_withdrawn").count() == 1


def test_nobody_else_can(objection: Objection, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Only the person who objected"):
        withdraw_objection(objection, by=amina, now=now)


def test_not_after_it_closed(objection: Objection, bola: Person) -> None:
    with pytest.raises(Refused, match="closed"):
        withdraw_objection(objection, by=bola, now=objection.position.decision.closes_at)


def test_one_button_on_the_page_of_its_owner_alone(
    client_of: Callable[[Person], Client], objection: Objection, project: Project, bola: Person, dev: Person
) -> None:
    decision = Decision.objects.get()
    path = f"{decision.get_absolute_url()}objections/{objection.pk}/withdrawal"
    assert path in client_of(bola).get(decision.get_absolute_url()).content.decode()
    assert path not in client_of(dev).get(decision.get_absolute_url()).content.decode()
    assert client_of(dev).post(path).status_code == 404
    assert client_of(bola).post(path).status_code == 302
    objection.refresh_from_db()
    assert objection.withdrawn_at is not None


def test_who_left_and_came_back_takes_back_what_stands_of_before(
    client_of: Callable[[Person], Client], objection: Objection, seats: Seats, project: Project, bola: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    """Leaving ends an objection with their consent alone; until then it is theirs, whatever seat they have."""
    Membership.objects.filter(pk=seats["bola"].pk).update(left_at=now)
    join(project, bola, "carers", now=now)
    decision = Decision.objects.get()
    path = f"{decision.get_absolute_url()}objections/{objection.pk}/withdrawal"
    assert path in client_of(bola).get(decision.get_absolute_url()).content.decode()
    assert client_of(bola).post(path).status_code == 302
    objection.refresh_from_db()
    assert objection.withdrawn_at is not None
