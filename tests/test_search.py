"""Finding words in a project: everything that one may read there, and nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.search import marked
from participants.models import Person
from projects.models import Contribution, Membership, Project
from tests.factories import join, make_contribution, make_decision, make_person, make_session

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
PAGE = "/projects/short-breaks-for-carers/search/"


@pytest.fixture
def look(client_of: Browser) -> Callable[..., str]:
    def read(person: Person, words: str, **more: Any) -> str:
        response = client_of(person).get(PAGE, {"q": words, **more})
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def story(project: Project, seats: Seats, now: dt.datetime) -> Contribution:
    make_decision(seats["amina"], now=now, question="When should a break begin?")
    make_session(project, starts_at=now + dt.timedelta(days=3), now=now, title="Drawing a worn-out week")
    return make_contribution(seats["bola"], "The respite comes too late <b>always</b>.", now=now)


def test_words_are_found_in_all_their_forms_by_kind_with_what_fits_marked(
    look: Callable[..., str], story: Contribution, carys: Person
) -> None:
    page = look(carys, "breaks beginning")
    assert "Decisions <span" in page
    assert "<mark>break</mark>" in page
    assert "<mark>begin</mark>" in page
    assert "What people said <span" not in page
    page = look(carys, "late")
    assert "The respite comes too <mark>late</mark>" in page
    assert "<b>always" not in page
    assert story.get_absolute_url() in page


def test_typos_are_forgiven_and_it_says_so(look: Callable[..., str], story: Contribution, carys: Person) -> None:
    page = look(carys, "respyte")
    assert "Nothing has just these words: “respyte”. These are close." in page
    assert "The respite comes too late" in page
    assert "Nothing here has “xylophone” in it" in look(carys, "xylophone")


@pytest.mark.parametrize("more", [{}, {"kind": "said"}])
def test_beyond_the_first_page_nobody_guesses_at_typos(
    look: Callable[..., str], story: Contribution, carys: Person, more: dict[str, str]
) -> None:
    assert "These are close." in look(carys, "respyte", **more)
    page = look(carys, "respyte", page=2, kind="said")
    assert "These are close." not in page
    assert "The respite comes too late" not in page


def test_people_are_found_by_name(look: Callable[..., str], story: Contribution, carys: Person, bola: Person) -> None:
    page = look(carys, bola.name.split()[1])
    assert f"/people/?q={bola.name.split()[0]}" in page


@pytest.mark.parametrize("who", ["amina", "bola", "carys"])
def test_what_only_facilitators_may_read_is_found_by_them_and_by_whoever_said_it(
    look: Callable[..., str], seats: Seats, story: Contribution, who: str
) -> None:
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.FACILITATORS)
    assert ("comes too" in look(seats[who].person, "late")) is (who != "carys")


def test_no_name_is_said_where_somebody_spoke_without_it(
    look: Callable[..., str], story: Contribution, carys: Person, bola: Person
) -> None:
    assert bola.name in look(carys, "late")
    Contribution.objects.filter(pk=story.pk).update(audience=Contribution.Audience.NAMELESS)
    assert bola.name not in look(carys, "late")


def test_what_was_taken_back_is_gone(look: Callable[..., str], story: Contribution, carys: Person) -> None:
    Contribution.objects.filter(pk=story.pk).update(taken_back_at=story.at, words="")
    assert "comes too" not in look(carys, "late")


def test_one_kind_alone_comes_in_pages(look: Callable[..., str], seats: Seats, carys: Person, now: dt.datetime) -> None:
    for number in range(25):
        make_contribution(seats["bola"], f"Breaks, part {number}", now=now)
    assert "See all 25" in look(carys, "breaks")
    first, second = (look(carys, "breaks", kind="said", page=page) for page in (1, 2))
    assert (first.count("<li><h3>"), second.count("<li><h3>")) == (20, 5)
    assert "Next page" in first
    assert "Next page" not in second


def test_it_asks_the_same_few_questions_however_much_there_is(
    client_of: Browser, project: Project, seats: Seats, carys: Person, now: dt.datetime
) -> None:
    client, counts = client_of(carys), []
    for times in (1, 20):
        for number in range(times):
            make_contribution(seats["bola"], f"A break {number}", now=now)
            make_decision(seats["amina"], now=now, question="A break?")
            join(project, make_person(f"Break {times} {number}"), "use", now=now)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, {"q": "break"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80), kind=st.sampled_from(["", "said", "x"]), page=st.text(max_size=6))
def test_nothing_that_is_looked_for_breaks_it(
    look: Callable[..., str], story: Contribution, carys: Person, words: str, kind: str, page: str
) -> None:
    look(carys, words.encode("utf-8", "ignore").decode(), kind=kind, page=page.encode("utf-8", "ignore").decode())


@given(st.text(st.sampled_from("\ue000\ue001<>&ab ")))
def test_peoples_own_words_make_no_markup(words: str) -> None:
    shown = marked(words)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert shown.count("<mark>") == shown.count("</mark>")
