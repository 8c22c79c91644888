"""What somebody could gain or lose by a decision is declared on the spot, and shown next to their position."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import record_outcome, take_position
from decisions.models import Decision, Interest, RegisterEntry
from participants.models import Person
from projects.models import HistoryEntry, Membership
from tests.factories import make_decision

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
WORDS: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting: too late."}


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    return make_decision(seats["amina"], now=now)


def page_of(client: Client, decision: Decision) -> str:
    return " ".join(client.get(decision.get_absolute_url()).content.decode().split())


def test_it_stands_next_to_what_they_say_on_the_record_and_in_the_register(
    client_of: ClientOf, decision: Decision, seats: Seats, bola: Person, carys: Person, amina: Person, now: dt.datetime
) -> None:
    sent = {"stance": "consent", "interest": "My sister runs the club.", "wording": "1"}
    assert client_of(bola).post(f"{decision.get_absolute_url()}position", sent).status_code == 302
    for page in (page_of(client_of(carys), decision), page_of(client_of(amina), decision)):
        assert "<strong>Bola Adeyemi consents</strong>" in page
        assert "declared an interest: My sister runs the club." in page
    record = client_of(carys).get(f"/projects/{decision.project.slug}/record/").content.decode()
    assert "Bola Adeyemi declared an interest in" in record
    record_outcome(decision, result="agreed", early=True, by=amina, now=now + dt.timedelta(days=1), **WORDS)
    (said,) = RegisterEntry.objects.get(kind="outcome").body["positions"]
    assert said["interest"] == "My sister runs the club."
    entry = f"/projects/{decision.project.slug}/register/{RegisterEntry.objects.get(kind='outcome').number}/"
    assert "They declared an interest: My sister runs the club." in client_of(carys).get(entry).content.decode()


def test_it_is_kept_when_they_change_their_mind_and_taken_back_when_they_empty_it(
    client_of: ClientOf, decision: Decision, bola: Person
) -> None:
    client, there = client_of(bola), f"{decision.get_absolute_url()}position"
    client.post(there, {"stance": "consent", "interest": "I would be paid.", "wording": "1"})
    assert "I would be paid.</textarea>" in page_of(client, decision)
    client.post(there, {"stance": "object", "reason": "No.", "interest": "I would be paid.", "wording": "1"})
    assert Interest.objects.count() == 1
    assert "declared an interest: I would be paid." in page_of(client, decision)
    client.post(there, {"stance": "object", "reason": "No.", "interest": " ", "wording": "1"})
    assert "declared an interest" not in page_of(client, decision)
    assert list(Interest.objects.values_list("words", flat=True)) == ["I would be paid.", ""]
    assert HistoryEntry.objects.filter(verb="interest_ended").exists()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Interest.objects.update(words="Nothing")


def test_a_facilitator_writes_it_down_and_an_empty_box_takes_nothing_back(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person
) -> None:
    there, gwen = f"{decision.get_absolute_url()}position/for", seats["gwen"]
    sent = {"partner": gwen.pk, "via": "phone", "stance": "consent", "wording": "1"}
    client_of(amina).post(there, sent | {"interest": "My home is next door."})
    client_of(amina).post(there, sent | {"reason": "It is fine."})
    declared = Interest.objects.get()
    assert (declared.membership, declared.via, declared.entered_by) == (gwen, "phone", amina)
    assert "declared an interest: My home is next door." in page_of(client_of(amina), decision)


def test_what_is_too_long_comes_back_with_the_rest(client_of: ClientOf, decision: Decision, bola: Person) -> None:
    sent = {"stance": "consent", "reason": "Keep me.", "interest": "x" * 501, "wording": "1"}
    page = client_of(bola).post(f"{decision.get_absolute_url()}position", sent).content.decode()
    assert "Use 500 letters or fewer. There are 501 now." in page
    assert "Keep me." in page
    assert 'href="#id_interest"' in page
    assert not Interest.objects.exists()


def test_while_answers_are_hidden_it_stands_beside_the_name(
    client_of: ClientOf, seats: Seats, carys: Person, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now, method="majority")
    take_position(
        decision, seats["bola"], stance="yes", wording=1, interest="I own it.", by=seats["bola"].person, now=now
    )
    page = page_of(client_of(carys), decision)
    assert "Bola Adeyemi (declared an interest: I own it.)" in page
    assert "Bola Adeyemi says yes" not in page
