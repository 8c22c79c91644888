"""Who has a question first gets an answer: the facilitator is asked for it, and who asked is told."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from decisions.actions import answer_question, take_position
from decisions.models import Decision, Position, QuestionAnswer
from decisions.reminders import unanswered, waiting_for
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import words_of
from projects.models import HistoryEntry, Membership
from tests.factories import make_decision

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(seats: Seats, now: dt.datetime) -> Position:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=1))
    bola = seats["bola"]
    words = {"stance": "question", "reason": "For how long is it?", "wording": 1}
    return take_position(decision, bola, by=bola.person, now=now, **words)  # type: ignore[arg-type]


def to_answer(person: Person, now: dt.datetime) -> list[str]:
    return [each.words for each in waiting_for(person, now) if each.button == "Answer a question"]


def test_it_waits_for_the_facilitators_until_it_is_answered(question: Position, seats: Seats, now: dt.datetime) -> None:
    amina = seats["amina"].person
    assert to_answer(amina, now) == ["Bola Adeyemi asks: “For how long is it?”"]
    assert to_answer(seats["dev"].person, now) == []
    answer_question(question.decision, question, "For two nights.", by=amina, now=now)
    assert to_answer(amina, now) == []


def test_who_says_where_they_stand_meanwhile_needs_no_answer(
    question: Position, seats: Seats, now: dt.datetime
) -> None:
    bola = seats["bola"]
    take_position(question.decision, bola, stance="consent", wording=1, by=bola.person, now=now)
    assert to_answer(seats["amina"].person, now) == []


def test_who_asked_is_told_and_then_asked_where_they_stand(question: Position, seats: Seats, now: dt.datetime) -> None:
    bola = seats["bola"].person
    assert waiting_for(bola, now) == []
    answer_question(question.decision, question, "For two nights.", by=seats["amina"].person, now=now)
    words = words_of(Message.objects.get(kind="decision_question_answered", to=bola))
    assert "Amina answers: For two nights." in words.text
    assert "Amina: For two nights." in words.short
    [waits] = waiting_for(bola, now)
    assert waits.words == "Your question has an answer. You can say now what you think."
    assert unanswered(bola, now).filter(pk=question.decision_id).exists()
    take_position(question.decision, seats["bola"], stance="consent", wording=1, by=bola, now=now)
    assert waiting_for(bola, now) == []


def test_it_is_answered_once_and_stays(question: Position, seats: Seats, now: dt.datetime) -> None:
    amina = seats["amina"].person
    answer_question(question.decision, question, "For two nights.", by=amina, now=now)
    with pytest.raises(Refused, match="answered this question already"):
        answer_question(question.decision, question, "For one.", by=amina, now=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        QuestionAnswer.objects.update(words="For one.")
    assert HistoryEntry.objects.get(verb="question_answered").facts["answer"] == "For two nights."


def test_the_facilitator_answers_on_the_page_and_everybody_reads_it_under_the_question(
    client_of: Callable[[Person], Client], question: Position, seats: Seats
) -> None:
    path = question.decision.get_absolute_url()
    answer, amina, dev = f"{path}questions/{question.pk}/answer", client_of(seats["amina"].person), seats["dev"].person
    assert f'action="{answer}"' in amina.get(path).content.decode()
    page = client_of(dev).get(path).content.decode()
    assert "No answer yet" in page.partition('id="questions"')[2]
    assert answer not in page
    assert client_of(dev).post(answer, {"words": "Soon."}).status_code == 403
    assert "Fill this in: Your answer to Bola Adeyemi" in amina.post(answer, {"words": ""}).content.decode()
    assert amina.post(answer, {"words": "For two nights."}).status_code == 302
    asked = client_of(dev).get(path).content.decode().partition('id="questions"')[2]
    assert "Amina Yusuf answered:</strong> For two nights." in asked
    assert f'action="{answer}"' not in amina.get(path).content.decode()
    again = amina.post(answer, {"words": "For three nights."}).content.decode()
    assert "answered this question already" in again
    assert "For three nights." in again


def test_the_outcome_form_warns_of_questions_without_an_answer(
    client_of: Callable[[Person], Client], question: Position, seats: Seats, now: dt.datetime
) -> None:
    amina, path = client_of(seats["amina"].person), question.decision.get_absolute_url()
    assert "Questions without an answer" in amina.get(f"{path}outcome").content.decode()
    answer_question(question.decision, question, "For two nights.", by=seats["amina"].person, now=now)
    assert "Questions without an answer" not in amina.get(f"{path}outcome").content.decode()


def test_nobody_is_promised_an_answer_by_a_time_that_nobody_keeps(
    client_of: Callable[[Person], Client], seats: Seats, now: dt.datetime
) -> None:
    decision = make_decision(seats["amina"], now=now)
    page = client_of(seats["bola"].person).get(decision.get_absolute_url()).content.decode()
    assert "before the decision closes" not in page
    assert "The facilitator is told, and answers here." in page


def test_a_position_that_is_no_question_of_this_decision_is_not_there(
    client_of: Callable[[Person], Client], question: Position, seats: Seats, now: dt.datetime
) -> None:
    other: Decision = make_decision(seats["amina"], now=now)
    amina = client_of(seats["amina"].person)
    assert amina.get(f"{other.get_absolute_url()}questions/{question.pk}/answer").status_code == 404


def test_an_answer_that_comes_after_closing_asks_for_nothing(
    question: Position, seats: Seats, now: dt.datetime
) -> None:
    bola, later = seats["bola"].person, question.decision.closes_at + dt.timedelta(hours=1)
    answer_question(question.decision, question, "For two nights.", by=seats["amina"].person, now=later)
    words = words_of(Message.objects.get(kind="decision_question_answered", to=bola))
    assert "The decision is closed by now." in words.text
    assert "say now" not in words.text + words.short
