"""Whoever is written down by somebody else hears of it at once, and can say that it is wrong."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from decisions.actions import take_position
from decisions.models import Decision
from participants.models import Message, Person
from participants.words import words_of
from projects.models import Membership, Via
from tests.factories import make_decision

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now, method="majority")


def write(decision: Decision, seat: Membership, amina: Person, now: dt.datetime, **said: Any) -> None:
    facts: dict[str, Any] = {"stance": "yes", "wording": 1, "by": amina, "via": Via.PHONE, "now": now} | said
    take_position(decision, seat, **facts)


def test_they_read_what_was_written_down_and_by_whom(
    decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for _press in range(2):
        write(decision, seats["bola"], amina, now, reason="Mornings suit me.")
    message = Message.objects.get(kind="position_written_down")
    words = words_of(message)
    assert message.to == seats["bola"].person
    assert words.subject.startswith("Amina")
    assert "You said: Yes. Mornings suit me." in words.text
    assert decision.get_absolute_url() in words.text


def test_in_private_the_message_does_not_say_what(project: Any, seats: Seats, amina: Person, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now, method="majority", private=True)
    write(decision, seats["bola"], amina, now, reason="Mornings suit me.")
    message = Message.objects.get(kind="position_written_down")
    assert "Yes" not in str(message.context)
    assert "Mornings" not in str(message.context)
    assert "Did you not say anything?" in words_of(message).text


def test_who_rings_and_writes_letters_is_not_written_to_for_it(
    decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    write(decision, seats["gwen"], amina, now)
    write(decision, seats["amina"], amina, now, via=Via.ONLINE)
    assert not Message.objects.filter(kind="position_written_down").exists()


def test_the_very_words_that_were_counted_stand_beside_those_written_down(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    write(decision, seats["bola"], amina, now)
    Decision.objects.filter(pk=decision.pk).update(opened_at=now - dt.timedelta(days=2), closes_at=now)
    own, words = decision.get_absolute_url(), {"decided": "We close it.", "reasons": "So.", "rejected": "Nothing."}
    assert client_of(amina).post(f"{own}outcome", words | {"result": "agreed"}).status_code == 302
    page = " ".join(client_of(amina).get(own).content.decode().split())
    assert f"By the count:</strong> {decision.wordings.get().words}" in page
    assert "As the facilitator wrote it down:" in page
