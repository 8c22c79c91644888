"""What somebody takes back, or takes their name off, leaves the answers to it: unwritten, on their way, and printed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from coproduce.packs.content import contents_of
from decisions.actions import Word, record_outcome, tell_people
from decisions.feedback import told_to
from decisions.models import Decision, Feedback, Influence
from participants.delivery import deliver
from participants.models import Message, Person
from participants.words import words_to_say
from projects.actions.packs import start_pack
from projects.actions.said import correct, narrow, take_back
from projects.models import Contribution, Membership
from tests.factories import make_contribution, make_decision, make_position

Seats = dict[str, Membership]
Browser = Callable[[Person], Client]
AUDIENCE = Contribution.Audience
WORDS = "It comes too late."

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(seats: Seats, now: dt.datetime) -> Contribution:
    return make_contribution(seats["gwen"], WORDS, now=now - dt.timedelta(days=3))


@pytest.fixture
def decision(seats: Seats, said: Contribution, now: dt.datetime) -> Decision:
    """Decided, with an answer owed to Gwen for what she said and to Bola for his position."""
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=2))
    decision.came_from.add(said)
    make_position(decision, seats["bola"], "consent", now=now)
    settle(decision, seats["amina"].person, now)
    return decision


def settle(decision: Decision, by: Person, now: dt.datetime) -> None:
    facts: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(decision, result="agreed", **facts, early=True, by=by, now=now)


def owed(seat: Membership) -> list[Feedback]:
    return list(Feedback.objects.filter(membership=seat).order_by("pk"))


def form_of(decision: Decision, client: Client) -> str:
    return client.get(f"{decision.get_absolute_url()}feedback").content.decode()


def answer(feedback: Feedback, *, by: Person, now: dt.datetime) -> Message:
    tell_people(feedback.outcome.decision, [Word(feedback.pk, "We start in spring.")], by=by, now=now)
    return Message.objects.get(topic=f"feedback:{feedback.pk}")


def printed(seat: Membership, now: dt.datetime) -> str:
    pack = start_pack(seat, by=seat.project.made_by, now=now)
    return str(contents_of(seat.project, [pack], now)[0]["changed"])


def test_words_that_were_taken_back_stand_in_no_box_and_reach_nobody_by_an_old_page(
    decision: Decision, said: Contribution, seats: Seats, gwen: Person, amina: Person, client_of: Browser,
    now: dt.datetime,
) -> None:  # fmt: skip
    assert WORDS in form_of(decision, client_of(amina))
    take_back(said, by=gwen, now=now)
    page = form_of(decision, client_of(amina))
    assert WORDS not in page
    assert "They took back what they said." in page
    [feedback] = owed(seats["gwen"])
    path = f"{decision.get_absolute_url()}feedback"
    sent = {f"said_{feedback.pk}": WORDS, f"came_{feedback.pk}": "We start.", f"did_{feedback.pk}": "yes"}
    client_of(amina).post(path, sent)
    message = Message.objects.get(topic=f"feedback:{feedback.pk}")
    assert "We did: We start." in words_to_say(message)[1]
    assert "You said" not in words_to_say(message)[1]
    assert not Influence.objects.exists()


def test_words_that_are_taken_back_leave_written_answers_letters_packs_and_home(
    decision: Decision, said: Contribution, seats: Seats, gwen: Person, amina: Person, now: dt.datetime
) -> None:
    letter = answer(owed(seats["gwen"])[0], by=amina, now=now)
    assert WORDS in words_to_say(letter)[1]
    assert WORDS in printed(seats["gwen"], now)
    take_back(said, by=gwen, now=now)
    letter.refresh_from_db()
    assert WORDS not in str(letter.context) + words_to_say(letter)[1]
    assert WORDS not in printed(seats["gwen"], now)
    assert "We start in spring." in printed(seats["gwen"], now)
    assert [each.said for each in told_to(gwen)] == [""]


def test_a_name_taken_off_takes_the_name_off_the_answer(
    decision: Decision, said: Contribution, seats: Seats, gwen: Person, amina: Person, client_of: Browser,
    now: dt.datetime,
) -> None:  # fmt: skip
    narrow(said, AUDIENCE.NAMELESS, by=gwen, now=now)
    page = form_of(decision, client_of(amina))
    assert "Gwen" not in page
    assert WORDS in page[page.index("<h2>Somebody") :]
    [apart] = owed(seats["gwen"])
    message = answer(apart, by=amina, now=now)
    assert message.only_this_way
    assert not message.by_hand
    assert Influence.objects.get().contribution == said


def test_who_took_a_position_too_is_answered_apart_and_an_old_page_ties_no_name_to_the_words(
    seats: Seats, carys: Person, amina: Person, client_of: Browser, now: dt.datetime
) -> None:
    said = make_contribution(seats["carys"], WORDS, now=now - dt.timedelta(days=3))
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=2))
    decision.came_from.add(said)
    make_position(decision, seats["carys"], "consent", now=now)
    settle(decision, amina, now)
    narrow(said, AUDIENCE.NAMELESS, by=carys, now=now)
    named, apart = owed(seats["carys"])
    assert WORDS not in named.you_said
    assert (apart.you_said, apart.nameless) == (WORDS, said)
    told = answer(named, by=amina, now=now)
    assert WORDS not in str(told.context)
    assert told.context["you_said"] == named.you_said


def test_a_name_taken_off_later_keeps_the_words_from_letters_and_packs_and_their_owner_still_reads_them(
    decision: Decision, said: Contribution, seats: Seats, gwen: Person, amina: Person, now: dt.datetime
) -> None:
    letter = answer(owed(seats["gwen"])[0], by=amina, now=now)
    deliver(letter.pk, now=now)
    narrow(said, AUDIENCE.NAMELESS, by=gwen, now=now)
    letter.refresh_from_db()
    assert WORDS not in words_to_say(letter)[1]
    assert WORDS not in printed(seats["gwen"], now)
    assert [each.said for each in told_to(gwen)] == [WORDS]


def test_a_correction_is_what_is_answered(
    decision: Decision, said: Contribution, seats: Seats, gwen: Person, now: dt.datetime
) -> None:
    correct(said, "It came too late.", by=gwen, now=now)
    assert [each.you_said for each in owed(seats["gwen"])] == ["It came too late."]
