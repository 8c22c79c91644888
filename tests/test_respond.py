import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from decisions.actions import record_outcome, respond
from decisions.models import Decision, Response
from decisions.reminders import waiting_for
from participants.models import Message, Person
from participants.refusals import Refused
from projects.models import HistoryEntry, Membership
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_one(seats: Seats, now: dt.datetime) -> Decision:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=2))
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now)
    return decision


@pytest.fixture
def settled(open_one: Decision, seats: Seats, now: dt.datetime) -> Decision:
    facts: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(open_one, result="agreed", **facts, early=True, by=seats["amina"].person, now=now)
    return Decision.objects.get()


def test_it_is_on_the_record_and_everyone_else_is_told(settled: Decision, farah: Person, now: dt.datetime) -> None:
    response = respond(settled, answer="in_part", reasons="Half of it.", by=farah, now=now)
    assert HistoryEntry.objects.get(verb="answer_in_part").by == farah
    told = Message.objects.filter(kind="answer_given")
    assert (told.count(), told.filter(to=farah).exists()) == (6, False)
    assert response.at == now


def test_it_is_given_once(settled: Decision, farah: Person, now: dt.datetime) -> None:
    respond(settled, answer="accepted", reasons="Yes.", by=farah, now=now)
    with pytest.raises(Refused, match="has its answer already"):
        respond(settled, answer="not", reasons="No.", by=farah, now=now)
    assert Response.objects.get().answer == "accepted"


def test_there_is_nothing_to_answer_before_the_outcome(open_one: Decision, farah: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="does not wait"):
        respond(open_one, answer="accepted", reasons="Yes.", by=farah, now=now)


def test_it_waits_for_the_commissioner_alone_until_it_is_answered(
    settled: Decision, farah: Person, amina: Person, now: dt.datetime
) -> None:
    [waiting] = waiting_for(farah, now)
    assert waiting.button == "Answer this decision"
    assert waiting.by is not None
    assert waiting.by.date() == settled.outcome.answer_due_on
    assert waiting_for(amina, now) == []
    respond(settled, answer="accepted", reasons="Yes.", by=farah, now=now)
    assert waiting_for(farah, now) == []


def test_late_is_visible_to_partners(
    client_of: Callable[[Person], Client], settled: Decision, bola: Person, farah: Person, now: dt.datetime
) -> None:
    due = settled.outcome.answer_due_on
    assert due is not None
    Decision.objects.filter(pk=settled.pk).update(opened_at=now - dt.timedelta(days=40))
    late = dt.datetime.combine(due + dt.timedelta(days=2), dt.time(12), tzinfo=now.tzinfo)
    import time_machine

    with time_machine.travel(late, tick=False):
        page = client_of(bola).get(settled.get_absolute_url()).content.decode()
        assert "Answer overdue" in page
        assert "2 days late" in page
        tracker = client_of(farah).get("/decisions/").content.decode()
        assert "waiting for your answer, 1 overdue" in tracker


def test_the_commissioner_answers_in_the_browser(
    client_of: Callable[[Person], Client], settled: Decision, farah: Person, bola: Person
) -> None:
    path = f"{settled.get_absolute_url()}response"
    empty = client_of(farah).post(path, {}).content.decode()
    assert "Choose your answer." in empty
    client_of(farah).post(path, {"answer": "accepted", "reasons": "It saves lives."})
    page = client_of(bola).get(settled.get_absolute_url()).content.decode()
    assert "Yes, we will do this" in page
    assert "It saves lives." in page


def test_the_second_of_two_who_answer_keeps_their_words(
    client_of: Callable[[Person], Client], settled: Decision, farah: Person, now: dt.datetime
) -> None:
    respond(settled, answer="accepted", reasons="Yes.", by=farah, now=now)
    sent = {"answer": "in_part", "reasons": "Only on weekdays."}
    page = client_of(farah).post(f"{settled.get_absolute_url()}response", sent).content.decode()
    assert "has its answer already" in page
    assert "Only on weekdays." in page
