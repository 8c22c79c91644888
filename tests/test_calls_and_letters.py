"""What came of a call or a letter: told, try again, or never ring them again."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from participants.actions import change_details, channel_for, queue
from participants.by_hand import note_outcome
from participants.models import Attempt, Message, Person
from participants.refusals import Refused
from projects.models import Membership

Browser = Callable[[Person], Client]
Outcome = Attempt.Outcome
DAY = dt.timedelta(days=1)


@pytest.fixture
def call(seats: dict[str, Membership], gwen: Person, now: dt.datetime) -> Message:
    """Something to tell Gwen by phone."""
    gwen.reach_by = "phone"
    gwen.save(update_fields=["reach_by"])
    facts = {
        "project": "Short breaks for carers",
        "title": "Tea",
        "starts_at": now.isoformat(),
        "because": "-",
        "link": "-",
    }
    message = queue(gwen, "session_cancelled", "k", facts, now=now, topic=f"project:{seats['gwen'].project_id}")
    assert message is not None
    return message


def test_nobody_answered_and_the_call_comes_back_on_the_day(
    client_of: Browser, call: Message, amina: Person, now: dt.datetime
) -> None:
    client = client_of(amina)
    day = (now + 2 * DAY).date()
    sent = {"outcome": "no_answer", "again_on_0": day.day, "again_on_1": day.month, "again_on_2": day.year}
    page = client.post(f"/desk/{call.pk}/outcome", sent, follow=True).content.decode()
    assert "Written down: Gwen Parry did not answer." in page
    assert "tel:+441632960106" not in page
    call.refresh_from_db()
    assert call.sent_at is None
    Attempt.objects.update(again_on=now.date())
    page = client.get("/desk/").content.decode()
    assert "Nobody answered on Tuesday 24 November" in page
    assert "tel:+441632960106" in page


def test_a_message_that_was_left_is_shown_and_the_call_stays(client_of: Browser, call: Message, amina: Person) -> None:
    page = client_of(amina).post(f"/desk/{call.pk}/outcome", {"outcome": "left_word"}, follow=True).content.decode()
    assert "You left a message on Tuesday 24 November" in page
    assert "tel:+441632960106" in page


def test_reached_is_told(client_of: Browser, call: Message, amina: Person) -> None:
    client_of(amina).post(f"/desk/{call.pk}/outcome", {"outcome": "reached"})
    call.refresh_from_db()
    assert call.told_by == amina


def test_who_asks_not_to_be_called_is_not_called_again_by_anybody(
    client_of: Browser, call: Message, amina: Person, gwen: Person, now: dt.datetime
) -> None:
    page = client_of(amina).post(f"/desk/{call.pk}/outcome", {"outcome": "no_calls"}, follow=True).content.decode()
    assert "Asked not to be called" in page
    assert "tel:" not in page.partition("Ring or write to")[2].partition("The next sessions")[0]
    gwen.refresh_from_db()
    call.refresh_from_db()
    assert (call.channel, call.sent_at) == (Message.Channel.LETTER, None)
    assert channel_for(gwen) == Message.Channel.LETTER
    people = client_of(amina).get("/projects/short-breaks-for-carers/people/").content.decode()
    assert "Asked not to be called" in people


def test_who_chooses_calls_again_is_called_again(gwen: Person, now: dt.datetime) -> None:
    Person.objects.filter(pk=gwen.pk).update(no_calls_at=now)
    gwen.refresh_from_db()
    change_details(
        name=gwen.name,
        preferred_name="",
        address=gwen.address,
        reach_by="phone",
        language=gwen.language,
        time_zone=gwen.time_zone,
        by=gwen,
    )
    gwen.refresh_from_db()
    assert gwen.no_calls_at is None


def test_a_day_that_is_past_and_an_outcome_that_is_not_chosen_are_said(
    client_of: Browser, call: Message, amina: Person
) -> None:
    sent = {"outcome": "no_answer", "again_on_0": "1", "again_on_1": "1", "again_on_2": "2026"}
    assert (
        "Choose a day that is still to come."
        in client_of(amina).post(f"/desk/{call.pk}/outcome", sent).content.decode()
    )
    assert "Choose what came of it." in client_of(amina).post(f"/desk/{call.pk}/outcome", {}).content.decode()
    assert not Attempt.objects.exists()


def test_what_is_done_cannot_be_done_again(call: Message, amina: Person, now: dt.datetime) -> None:
    note_outcome(call, Outcome.REACHED, by=amina, now=now)
    with pytest.raises(Refused, match="done already"):
        note_outcome(call, Outcome.LEFT_WORD, by=amina, now=now)
