"""Each page asks the database as often for a large project as for a small one, and at most twelve times."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participants.models import Person
from projects.actions import note_involvement, write_history
from projects.models import Involvement, Membership, Project
from tests.factories import join, make_contribution, make_decision, make_person, make_project, make_session

MOST = 12
PROJECT = "/projects/short-breaks-for-carers/"
PAGES = [
    "/",
    "/projects/",
    PROJECT,
    f"{PROJECT}said/",
    f"{PROJECT}record/",
    f"{PROJECT}involvement",
    f"{PROJECT}involvement/1/use",
    f"{PROJECT}influence",
]
DAY = dt.timedelta(days=1)


def grow(project: Project, seats: dict[str, Membership], now: dt.datetime, times: int) -> None:
    """Some of everything that these pages show; `times` as much."""
    first = project.stages.get(position=1)
    for number in range(times):
        seat = join(project, make_person(f"Partner {times} {number}"), "use", now=now)
        session = make_session(project, starts_at=now + (number + 1) * DAY, now=now)
        decision = make_decision(seats["amina"], now=now)
        make_contribution(seats["bola"], "I said this.", now=now)
        for noun, row in (("session", session), ("decision", decision)):
            note_involvement(seat, first, Involvement.Kind.ATTENDED, f"{noun}:{row.pk}", by=seat.person, now=now)
            write_history(project, "said_idea", f"{noun}:{row.pk}", by=seat.person, now=now)
        other = make_project(project.organisation, "Other", f"other-{times}-{number}", by=project.made_by, now=now)
        join(other, seats["bola"].person, "use", now=now)


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_queries_stays_the_same(
    project: Project, seats: dict[str, Membership], now: dt.datetime, client_of: Callable[[Person], Client], path: str
) -> None:
    client = client_of(seats["bola"].person)
    counts = []
    for times in (2, 20):
        grow(project, seats, now, times)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST
