"""What happens where somebody still objects in the end is agreed beforehand, and everybody reads it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from decisions.actions import open_decision, record_outcome, take_position
from decisions.models import Decision, RegisterEntry
from decisions.register_check import wrong_in
from participants.models import Person
from participants.refusals import Refused
from projects.models import Membership, Project
from tests.factories import join, make_person

Seats = dict[str, Membership]
ClientOf = Callable[[Person], Client]
WORDS: dict[str, Any] = {"decided": "We try it.", "reasons": "Most want it.", "rejected": "Waiting.", "early": True}


@pytest.fixture
def decision(project: Project, seats: Seats, amina: Person, now: dt.datetime) -> Decision:
    closes_at = now + dt.timedelta(days=7)
    facts: dict[str, Any] = {"question": "Shall we?", "proposal": "We try it.", "closes_at": closes_at}
    return open_decision(project, by=amina, now=now, settle="most", **facts)


def say(decision: Decision, seat: Membership, stance: str, now: dt.datetime) -> None:
    reason = "It costs too much." if stance == "object" else ""
    take_position(decision, seat, stance=stance, reason=reason, wording=1, by=seat.person, now=now)


def page_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_it_is_chosen_when_it_is_opened_and_read_before_anybody_takes_part(
    client_of: ClientOf, decision: Decision, amina: Person, bola: Person
) -> None:
    new = page_of(client_of(amina), f"/projects/{decision.project.slug}/decisions/new")
    assert "What happens when somebody still objects in the end?" in new
    page = page_of(client_of(bola), decision.get_absolute_url())
    assert "When somebody still objects in the end: It goes on where three in four or more" in page
    assert RegisterEntry.objects.get(kind="opened").body["rules"] == {"settle": "most"}


def test_it_goes_on_over_an_objection_and_says_whose(
    client_of: ClientOf, decision: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for key in ("bola", "carys", "idris"):
        say(decision, seats[key], "consent", now)
    say(decision, seats["dev"], "object", now)
    record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)
    page = page_of(client_of(amina), decision.get_absolute_url())
    assert "Dev Patel still objects." in page
    assert "It was agreed beforehand what happens then: It goes on where three in four" in page
    assert "Still stands" in page
    assert wrong_in(decision.project) == []


def test_nobody_with_lived_experience_is_passed_over(
    decision: Decision, project: Project, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    for number in range(9):
        say(decision, join(project, make_person(f"Staff {number}"), "staff", now=now), "consent", now)
    say(decision, seats["carys"], "object", now)
    with pytest.raises(Refused, match="An objection still stands"):
        record_outcome(decision, result="agreed", by=amina, now=now, **WORDS)


def test_entries_of_the_register_from_before_say_the_same_as_ever(decision: Decision, now: dt.datetime) -> None:
    """They have neither this rule nor whether it is private: that went without saying."""
    from decisions.register import rules_body
    from decisions.register_check import as_entered

    older = rules_body(decision) | {"rules": {}}
    older.pop("private")
    decision.settle = "again"
    assert as_entered(older) == rules_body(decision)
