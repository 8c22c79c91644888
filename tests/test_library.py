"""The library of what projects learned: open to everybody, without names, and with no way into a project."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.actions import (
    ask_for_check,
    begin_learning,
    change_learning,
    name_on_learning,
    publish_learning,
    take_down_learning,
)
from decisions.models import Learning
from participants.actions import withdraw_consent
from participants.models import Consent, Person
from projects.models import Membership, Organisation, Project
from tests.factories import join, make_project
from tests.test_learning import WORDS

LATER = dt.timedelta(days=8)


def made_public(project: Project, by: Person, now: dt.datetime, **words: str) -> Learning:
    learning = begin_learning(project, because="Done.", by=by, now=now)
    text = change_learning(learning, {**WORDS, **words}, number=1, by=by, now=now)
    ask_for_check(learning, days=7, by=by, now=now)
    reasons = {group.pk: "Nobody answered." for group in project.groups.all()}
    assert text.number == 2
    publish_learning(learning, reasons, by=by, now=now + LATER)
    return learning


@pytest.fixture
def learning(project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime) -> Learning:
    return made_public(project, amina, now)


def texts(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_an_empty_library_says_so(client: Client, db: None) -> None:
    assert "Nothing is published yet" in texts(client, "/learning/")


def test_a_visitor_reads_a_page_and_finds_no_way_into_the_project(learning: Learning, client: Client) -> None:
    page = texts(client, "/learning/short-breaks-for-carers")
    assert "Carers can now ask by phone." in page
    assert "/projects/short-breaks" not in page
    assert "/projects/short-breaks" not in texts(client, "/learning/")


def test_nobody_is_named(learning: Learning, seats: dict[str, Membership], client: Client) -> None:
    page = texts(client, "/learning/short-breaks-for-carers") + texts(client, "/learning/")
    assert not [seat for seat in seats.values() if seat.person.name in page]


def test_who_agreed_is_named_until_they_take_it_back(
    learning: Learning, seats: dict[str, Membership], bola: Person, now: dt.datetime, client: Client
) -> None:
    name_on_learning(learning, seats["bola"], now.date() + dt.timedelta(days=30), by=bola, now=now)
    assert "Bola Adeyemi" in texts(client, "/learning/short-breaks-for-carers")
    withdraw_consent(Consent.objects.get(), by=bola, now=now)
    assert "Bola Adeyemi" not in texts(client, "/learning/short-breaks-for-carers")


def test_a_name_goes_when_its_last_day_is_over(
    learning: Learning, seats: dict[str, Membership], bola: Person, now: dt.datetime, client: Client
) -> None:
    name_on_learning(learning, seats["bola"], now.date(), by=bola, now=now)
    assert "Bola Adeyemi" in texts(client, "/learning/short-breaks-for-carers")
    with time_machine.travel(now + dt.timedelta(days=1), tick=False):
        assert "Bola Adeyemi" not in texts(client, "/learning/short-breaks-for-carers")


def test_a_page_that_was_taken_down_says_so_and_leaves_the_list(
    learning: Learning, amina: Person, now: dt.datetime, client: Client
) -> None:
    take_down_learning(learning, "A figure was wrong.", by=amina, now=now)
    answer = client.get("/learning/short-breaks-for-carers")
    assert answer.status_code == 410
    assert "A figure was wrong." not in answer.content.decode()
    assert "Short breaks for carers" not in texts(client, "/learning/")


def test_a_project_that_published_nothing_is_not_there_at_all(
    project: Project, seats: dict[str, Membership], amina: Person, now: dt.datetime, client: Client
) -> None:
    begin_learning(project, because="Done.", by=amina, now=now)
    assert client.get("/learning/short-breaks-for-carers").status_code == 404
    assert client.get("/learning/no-such-project").status_code == 404


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("words=phones", True),
        ("words=asking+breaks", True),
        ("words=northdale", True),
        ("words=submarine", False),
        ("words=phone+-carers", False),
        ("words=phone&service=carers", True),
        ("words=phone&service=mental", False),
        ("service=nonsense", True),
        ("words=%00%22%28%3A*%26", False),
        ("words=" + "x" * 5000, False),
        ("page=-1", True),
        ("page=99999999999999999999", True),
    ],
)
def test_words_and_the_kind_of_service_find_it(
    learning: Learning, client: Client, query: str, *, is_found: bool
) -> None:
    assert ("Short breaks for carers</a>" in texts(client, f"/learning/?{query}")) is is_found


def test_the_list_asks_as_often_however_long_it_is(
    learning: Learning, northdale: Organisation, amina: Person, now: dt.datetime, client: Client
) -> None:
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/learning/?words=phone").status_code == 200
        counts.append(len(queries))
        other = make_project(northdale, f"Other {number}", f"other-{number}", by=amina, now=now)
        join(other, amina, "staff", now=now, role="facilitator")
        made_public(other, amina, now)
    assert len(set(counts)) == 1
    assert counts[0] <= 4
