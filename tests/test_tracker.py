"""Every decision that somebody commissions: figures, filters from the address, pages."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.actions import record_outcome, respond
from decisions.models import Decision
from decisions.sifting import quarter_end, states
from decisions.tracking import Sieve, figures, sieve_of, sifted
from participants.models import Person
from projects.models import Membership, Organisation, Project
from tests.factories import join, make_decision, make_position, make_project

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db


def settle(decision: Decision, seats: Seats, now: dt.datetime, *keys: str) -> None:
    for key in keys:
        make_position(decision, seats[key], "consent", now=now)
    record_outcome(
        decision,
        result="agreed",
        decided="We rest.",
        reasons="It helps.",
        rejected="Waiting.",
        early=True,
        by=seats["amina"].person,
        now=now,
    )


@pytest.fixture
def four(seats: Seats, now: dt.datetime) -> dict[str, Decision]:
    """One open, one provisional, one waiting for an answer, one answered."""
    begun = now - dt.timedelta(days=3)
    found = {
        name: make_decision(seats["amina"], now=begun, question=f"The {name} question?")
        for name in ("open", "provisional", "waiting", "answered")
    }
    settle(found["provisional"], seats, now, "bola")
    settle(found["waiting"], seats, now, "bola", "carys")
    settle(found["answered"], seats, now, "bola", "carys")
    respond(found["answered"], answer="accepted", reasons="Yes.", by=seats["farah"].person, now=now)
    return found


def names(sieve: Sieve, now: dt.datetime) -> set[str]:
    return {decision.question.split()[1] for decision in sifted(Decision.objects.all(), sieve, now=now)}


@pytest.mark.parametrize("days", [0, 40, 130])
def test_the_figures_are_what_the_filters_find(
    four: dict[str, Decision], project: Project, now: dt.datetime, days: int
) -> None:
    Decision.objects.filter(pk=four["answered"].pk).update(review_on=now.date() + dt.timedelta(days=60))
    later = now + dt.timedelta(days=days)
    count = figures([project.pk], now=later)
    assert count == {state: Decision.objects.filter(states(later)[state]).count() for state in count}


def test_the_figures_count_each_state(four: dict[str, Decision], project: Project, now: dt.datetime) -> None:
    count = figures([project.pk], now=now)
    assert figures([project.pk + 1], now=now) == dict.fromkeys(count, 0)
    assert count == {"all": 4, "waiting": 1, "overdue": 0, "open": 1, "provisional": 1, "untold": 3, "review": 0}


def test_each_filter_leaves_what_it_says(four: dict[str, Decision], project: Project, now: dt.datetime) -> None:
    assert names(Sieve(state="provisional"), now) == {"provisional"}
    assert names(Sieve(state="open"), now) == {"open"}
    assert names(Sieve(missing="carers"), now) == {"open", "provisional"}
    assert names(Sieve(missing="use"), now) == {"open"}
    assert names(Sieve(words="WAITING quest"), now) == {"waiting"}
    assert names(Sieve(decided_from=now.date()), now) == {"provisional", "waiting", "answered"}
    assert names(Sieve(decided_from=now.date() + dt.timedelta(days=1)), now) == set()
    assert names(Sieve(project=project.pk), now) == set(four)
    assert names(Sieve(project=project.pk + 1), now) == set()


def test_a_commissioner_sees_all_of_their_organisation_and_nothing_of_another(
    client_of: Callable[[Person], Client],
    four: dict[str, Decision],
    southmoor: Organisation,
    eve: Person,
    farah: Person,
    now: dt.datetime,
) -> None:
    other = make_project(southmoor, "Night care", "night-care", by=eve, now=now)
    make_decision(join(other, eve, "staff", now=now, role="facilitator"), now=now, question="Behind the wall?")
    page = client_of(farah).get("/decisions/").content.decode()
    assert all(decision.question in page for decision in four.values())
    assert "Behind the wall?" not in page
    assert "Behind the wall?" in client_of(eve).get("/decisions/").content.decode()


def test_whoever_sits_with_the_commissioners_of_a_project_sees_that_project(
    client_of: Callable[[Person], Client], four: dict[str, Decision], project: Project, huw: Person, now: dt.datetime
) -> None:
    assert client_of(huw).get("/decisions/").status_code == 403
    join(project, huw, "commissioners", now=now)
    assert "The open question?" in client_of(huw).get("/decisions/").content.decode()


def test_who_commissions_nothing_is_kept_out(client_of: Callable[[Person], Client], seats: Seats, bola: Person) -> None:
    assert client_of(bola).get("/decisions/").status_code == 403


def test_there_are_20_to_a_page(
    client_of: Callable[[Person], Client], seats: Seats, farah: Person, now: dt.datetime
) -> None:
    for _each in range(21):
        make_decision(seats["amina"], now=now - dt.timedelta(days=1))
    client = client_of(farah)
    assert client.get("/decisions/").content.decode().count('<th scope="row"><a ') == 20
    for address in ("/decisions/?page=2", "/decisions/?page=2&state=open", "/decisions/?page=2&words=break"):
        assert client.get(address).content.decode().count('<th scope="row"><a ') == 1, address


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["words", "project", "missing", "state", "decided_from", "sort", "page"]),
        st.text(max_size=30)
        | st.sampled_from(["\0", "0", "-1", "9" * 30, "٣", "2026-02-30", "0001-01-01", "9999-12-31"]),
    )
)
def test_nothing_in_the_address_breaks_it(
    client_of: Callable[[Person], Client], seats: Seats, farah: Person, query: dict[str, str]
) -> None:
    client = client_of(farah)
    assert client.get("/decisions/", query).status_code == 200
    assert client.get(f"/projects/{seats['farah'].project.slug}/decisions/", query).status_code == 200


def test_what_cannot_be_understood_counts_as_not_asked(now: dt.datetime) -> None:
    asked = {"project": "x", "missing": "nobody", "state": "odd", "decided_from": "soon", "sort": "?"}
    assert sieve_of(asked, now=now) == Sieve()


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        (dt.date(2026, 11, 24), dt.date(2026, 12, 31)),
    ],
)
def test_a_quarter_ends_with_its_last_month(day: dt.date, end: dt.date) -> None:
    assert quarter_end(day) == end
