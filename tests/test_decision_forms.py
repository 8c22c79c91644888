"""Nothing that can be sent to a form of this app breaks it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.actions import record_outcome
from decisions.models import Decision
from participants.models import Person
from projects.models import Membership
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db

FIELDS = [
    "question", "background", "proposal", "came_from", "closes_on_0", "closes_on_1", "closes_on_2", "closes_time",
    "stance", "reason", "wording", "partner", "via", "words", "because", "result", "decided", "reasons", "rejected",
    "review_on_0", "review_on_1", "review_on_2", "early", "answer", "everyone", "meets_1", "minimum_1",
]  # fmt: skip
STRANGE = [
    "",
    "\0",
    "-1",
    "0",
    "1",
    "9" * 40,
    "٣",
    "consent",
    "object",
    "agreed",
    "accepted",
    "phone",
    "5pm",
    "\ud7ff",
    "x" * 4000,
]
SENT = st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40) | st.sampled_from(STRANGE), max_size=8)
EASY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def two(seats: Seats, now: dt.datetime) -> tuple[Decision, Decision]:
    """One that is open and one that is settled."""
    begun = now - dt.timedelta(days=2)
    first, second = make_decision(seats["amina"], now=begun), make_decision(seats["amina"], now=begun)
    for key in ("bola", "carys"):
        make_position(second, seats[key], "consent", now=now)
    facts = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(second, result="agreed", early=True, by=seats["amina"].person, now=now, **facts)  # type: ignore[arg-type]
    return first, second


@EASY
@given(sent=SENT)
def test_nothing_that_is_sent_breaks_a_page(
    client_of: Callable[[Person], Client], two: tuple[Decision, Decision], seats: Seats, sent: dict[str, str]
) -> None:
    first, second = (decision.get_absolute_url() for decision in two)
    amina, farah = client_of(seats["amina"].person), client_of(seats["farah"].person)
    sent_to = [
        (amina, f"{first.removesuffix('1/')}new"),
        (amina, f"{first}position"),
        (amina, f"{first}position/for"),
        (amina, f"{first}wording"),
        (amina, f"{first}outcome"),
        (amina, f"{second}feedback"),
        (farah, f"{second}response"),
    ]
    for client, path in sent_to:
        with transaction.atomic():
            assert client.post(path, sent).status_code in {200, 302, 400}, path
            transaction.set_rollback(True)
