"""Who is reminded of a decision that closes, and of an answer that is due."""

import datetime as dt

import pytest

from decisions.actions import record_outcome, respond, take_position
from decisions.models import Decision
from participants.delivery import deliver
from participants.models import Message, Person
from projects.models import Membership
from projects.reminders import plan_reminders
from tests.factories import make_decision, make_position

Seats = dict[str, Membership]
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    """Opened five days ago; closes at five in the afternoon, the day after tomorrow."""
    closes_at = (now + 2 * DAY).replace(hour=17)
    return make_decision(seats["amina"], now=now - 5 * DAY, closes_at=closes_at)


def reminded(kind: str) -> set[str]:
    return {message.to.name.split()[0] for message in Message.objects.filter(kind=kind)}


EVERYBODY = {"Amina", "Bola", "Carys", "Dev", "Farah", "Gwen", "Idris"}


def test_two_days_before_it_closes_whoever_has_not_answered_is_reminded_once(
    decision: Decision, seats: Seats, now: dt.datetime
) -> None:
    make_position(decision, seats["bola"], "consent", now=now)
    plan_reminders(decision.closes_at - 3 * DAY)
    assert reminded("decision_closing_soon") == set()
    for _twice in range(2):
        plan_reminders(decision.closes_at - 2 * DAY)
    assert reminded("decision_closing_soon") == EVERYBODY - {"Bola"}
    assert Message.objects.count() == len(EVERYBODY) - 1


def test_on_its_last_day_they_are_reminded_again_and_never_at_night(decision: Decision) -> None:
    last = decision.closes_at.replace(hour=3)
    plan_reminders(last)
    assert reminded("decision_closing_today") == set()
    plan_reminders(last.replace(hour=8))
    assert reminded("decision_closing_today") == EVERYBODY


def test_when_people_are_given_more_days_they_are_reminded_of_the_new_end(
    decision: Decision, bola: Person, now: dt.datetime
) -> None:
    last = decision.closes_at.replace(hour=9)
    plan_reminders(last)
    early = Message.objects.get(kind="decision_closing_today", to=bola)
    decision.closes_at += 7 * DAY
    decision.save(update_fields=["closes_at"])
    deliver(early.pk, now=last)
    early.refresh_from_db()
    assert (early.sent_at, early.dropped_because) == (None, "It is open for longer now.")
    plan_reminders(last + 7 * DAY)
    again = Message.objects.get(kind="decision_closing_today", to=bola, dropped_at=None)
    deliver(again.pk, now=last + 7 * DAY)
    again.refresh_from_db()
    assert again.sent_at


def test_after_it_closed_nobody_is_reminded(decision: Decision) -> None:
    plan_reminders(decision.closes_at)
    assert not Message.objects.exists()


def test_a_decision_that_is_open_for_two_days_only_has_one_reminder(seats: Seats, now: dt.datetime) -> None:
    decision = make_decision(seats["amina"], now=now, closes_at=(now + 2 * DAY).replace(hour=17))
    plan_reminders(now + dt.timedelta(hours=8))
    assert reminded("decision_closing_soon") == set()
    plan_reminders(decision.closes_at.replace(hour=9))
    assert reminded("decision_closing_today") == EVERYBODY


def test_whoever_answers_while_it_is_on_its_way_gets_nothing(
    decision: Decision, seats: Seats, bola: Person, now: dt.datetime
) -> None:
    soon = decision.closes_at - 2 * DAY
    plan_reminders(soon)
    take_position(decision, seats["bola"], stance="consent", wording=1, by=bola, now=soon)
    message = Message.objects.get(kind="decision_closing_soon", to=bola)
    deliver(message.pk, now=soon)
    message.refresh_from_db()
    assert (message.sent_at, message.dropped_because) == (None, "They have answered, or it has closed.")


def test_the_commissioner_hears_before_and_after_the_answer_is_due(
    decision: Decision, seats: Seats, farah: Person, now: dt.datetime
) -> None:
    for key in ("bola", "carys"):
        make_position(decision, seats[key], "consent", now=now)
    facts = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    outcome = record_outcome(decision, result="agreed", early=True, by=seats["amina"].person, now=now, **facts)  # type: ignore[arg-type]
    assert outcome.answer_due_on is not None
    due = now + (outcome.answer_due_on - now.date())
    plan_reminders(due - 3 * DAY)
    assert reminded("answer_due") == set()
    plan_reminders(due - DAY)
    assert reminded("answer_due") == {"Farah"}
    plan_reminders(due + DAY)
    assert reminded("answer_overdue") == {"Farah"}
    respond(decision, answer="accepted", reasons="Yes.", by=farah, now=due + DAY)
    message = Message.objects.get(kind="answer_overdue")
    deliver(message.pk, now=due + DAY)
    message.refresh_from_db()
    assert message.dropped_because == "It has been answered."
