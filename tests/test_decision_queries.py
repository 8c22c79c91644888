"""The pages of decisions ask the database the same number of questions, however many took part."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.models import Decision
from participants.models import Person
from projects.models import Membership, Project
from tests.factories import add_wording, join, make_contribution, make_decision, make_person, make_position

Seats = dict[str, Membership]
MOST = 12

pytestmark = pytest.mark.django_db


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def fill(project: Project, seats: Seats, now: dt.datetime, people: int, decisions: int) -> Decision:
    """The first decision, with everybody's position, a second wording, and what it came from."""
    more = [
        join(project, make_person(f"Partner {n} of {people}"), ("use", "carers")[n % 2], now=now - dt.timedelta(days=9))
        for n in range(people)
    ]
    found = [make_decision(seats["amina"], now=now - dt.timedelta(days=2)) for _each in range(decisions)]
    for decision in found:
        for seat in more:
            make_position(decision, seat, "object", now=now - dt.timedelta(hours=2))
        add_wording(decision, "Other words.", now=now - dt.timedelta(hours=1), because="Clearer.")
        for seat in more[::2]:
            make_position(decision, seat, "consent", now=now)
            decision.came_from.add(make_contribution(seat, "It comes too late.", now=now))
    return found[0]


@pytest.mark.parametrize("who", ["farah", "amina", "bola"])
def test_few_and_no_more_as_it_grows(
    client_of: Callable[[Person], Client], project: Project, seats: Seats, who: str, now: dt.datetime
) -> None:
    client, home = client_of(seats[who].person), f"/projects/{project.slug}/decisions/"
    first = fill(project, seats, now, people=2, decisions=2)
    paths = [home, first.get_absolute_url(), f"{first.get_absolute_url()}versions"]
    paths += ["/decisions/"] if who == "farah" else []
    small = {path: queries(client, path) for path in paths}
    fill(project, seats, now, people=45, decisions=4)
    large = {path: queries(client, path) for path in paths}
    assert all(large[path] <= small[path] for path in paths), (small, large)
    assert max(small.values()) <= MOST, small


def test_a_page_of_fifty_voices_is_light(
    client_of: Callable[[Person], Client], project: Project, seats: Seats, now: dt.datetime
) -> None:
    import gzip

    decision = fill(project, seats, now, people=50, decisions=1)
    page = client_of(seats["bola"].person).get(decision.get_absolute_url()).content
    assert len(gzip.compress(page)) <= 12 * 1024
