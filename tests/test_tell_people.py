import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from decisions.actions import Word, record_outcome, take_position, tell_people
from decisions.feedback import told_to
from decisions.models import Decision, Feedback, Influence, Minimum
from participants.actions import queue
from participants.delivery import deliver, mark_told
from participants.models import Message, Person
from participants.refusals import Refused
from participants.words import LONGEST_TEXT, words_of
from projects.models import Involvement, Membership, Via
from tests.factories import make_contribution, make_decision, make_position

Seats = dict[str, Membership]

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(seats: Seats, now: dt.datetime) -> Decision:
    decision = make_decision(seats["amina"], now=now - dt.timedelta(days=2))
    decision.came_from.add(make_contribution(seats["carys"], "It comes too late.", now=now))
    for key in ("bola", "carys", "gwen"):
        make_position(decision, seats[key], "consent", now=now)
    return decision


@pytest.fixture
def settled(decision: Decision, seats: Seats, now: dt.datetime) -> Decision:
    facts: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(decision, result="agreed", **facts, early=True, by=seats["amina"].person, now=now)
    return Decision.objects.get()


def word(seat: Membership, we_did: str = "We start in spring.", did: bool = True) -> Word:
    return Word(Feedback.objects.get(membership=seat).pk, we_did, did)


def test_before_the_outcome_there_is_nothing_to_tell(decision: Decision, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="First record the outcome"):
        tell_people(decision, [], by=amina, now=now)


def test_each_is_told_once_in_their_own_way(settled: Decision, seats: Seats, amina: Person, now: dt.datetime) -> None:
    words = [word(seats["bola"]), word(seats["gwen"])]
    assert tell_people(settled, words, by=amina, now=now) == 2
    assert tell_people(settled, words, by=amina, now=now) == 0
    sent = {message.to: message.channel for message in Message.objects.filter(kind="feedback")}
    assert sent == {seats["bola"].person: "email", seats["gwen"].person: "letter"}


def test_told_is_who_it_reached_and_a_letter_only_once_it_is_written(
    settled: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    tell_people(settled, [word(seats["bola"]), word(seats["gwen"])], by=amina, now=now)
    for message in Message.objects.filter(kind="feedback"):
        deliver(message.pk, now=now)
    assert {fact.membership for fact in Involvement.objects.filter(kind="told")} == {seats["bola"]}
    letter = Message.objects.get(kind="feedback", to=seats["gwen"].person)
    mark_told(letter, by=amina, now=now + dt.timedelta(days=1))
    feedback = Feedback.objects.get(membership=seats["gwen"])
    assert (feedback.told_at, feedback.told_via) == (now + dt.timedelta(days=1), "letter")
    assert Involvement.objects.get(kind="told", membership=seats["gwen"]).via == Via.PAPER


def test_what_they_brought_was_taken_up_or_not_and_why(
    settled: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    tell_people(settled, [word(seats["carys"], "There is no money for it.", did=False)], by=amina, now=now)
    influence = Influence.objects.get()
    assert (influence.contribution, influence.how) == (settled.came_from.get(), Influence.How.NOT)
    assert influence.because == "There is no money for it."


def test_it_shows_on_home_as_what_changed_because_of_them(
    settled: Decision, seats: Seats, amina: Person, carys: Person, now: dt.datetime
) -> None:
    assert told_to(carys) == []
    tell_people(settled, [word(seats["carys"])], by=amina, now=now)
    [changed] = told_to(carys)
    assert (changed.said, changed.came_of_it, changed.did) == ("It comes too late.", "We start in spring.", True)


def test_an_objection_that_still_stood_gets_its_answer_too(
    decision: Decision, seats: Seats, amina: Person, dev: Person, now: dt.datetime
) -> None:
    take_position(decision, seats["dev"], stance="object", reason="No.", wording=1, by=dev, now=now)
    facts: dict[str, Any] = {"decided": "We wait.", "reasons": "No agreement.", "rejected": "Resting."}
    record_outcome(decision, result="not_agreed", **facts, early=True, by=amina, now=now)
    tell_people(decision, [word(seats["dev"], did=False)], by=amina, now=now)
    assert Influence.objects.get().objection is not None


def test_until_all_are_told_the_page_says_how_many_are_not(
    client_of: Callable[[Person], Client], settled: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    client = client_of(amina)
    assert "People not yet told (0 of 3)" in client.get(settled.get_absolute_url()).content.decode()
    form = f"{settled.get_absolute_url()}feedback"
    feedback = Feedback.objects.get(membership=seats["bola"])
    page = client.get(form).content.decode()
    assert "Carys Llewellyn said" in page
    assert "It comes too late." in page
    sent = {f"came_{feedback.pk}": "We start.", f"did_{feedback.pk}": "yes"}
    assert "1 person is being told." in client.post(form, sent, follow=True).content.decode()
    deliver(Message.objects.get(kind="feedback").pk, now=now)
    assert "People not yet told (1 of 3)" in client.get(settled.get_absolute_url()).content.decode()


def test_a_form_in_which_nothing_is_written_asks_for_a_word(
    client_of: Callable[[Person], Client], settled: Decision, amina: Person
) -> None:
    page = client_of(amina).post(f"{settled.get_absolute_url()}feedback", {}).content.decode()
    assert '<a href="#id_everyone">Write what came of it for at least one person.</a>' in page
    assert not Message.objects.filter(kind="feedback").exists()


def test_a_message_without_feedback_behind_it_does_no_harm(bola: Person, now: dt.datetime) -> None:
    facts = {"project": "P", "question": "Q", "you_said": "A", "we_did": "B", "did": True, "url": "", "by": "Amina"}
    message = queue(bola, "feedback", "feedback:nonsense", facts, now=now, topic="feedback:nonsense")
    assert message is not None
    deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.sent_at == now
    assert message.last_error == ""


@pytest.fixture
def provisional(decision: Decision, seats: Seats, now: dt.datetime) -> Decision:
    """Decided although two members of staff were needed."""
    Minimum.objects.create(decision=decision, group=decision.project.groups.get(key="staff"), people=2)
    facts: dict[str, Any] = {"decided": "We rest.", "reasons": "It helps.", "rejected": "Waiting."}
    record_outcome(decision, result="agreed", **facts, early=True, by=seats["amina"].person, now=now)
    return Decision.objects.get()


def test_that_it_does_not_stand_yet_is_said_wherever_people_are_told(
    client_of: Callable[[Person], Client], provisional: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    tell_people(provisional, [word(seats["bola"])], by=amina, now=now)
    words = words_of(Message.objects.get(kind="feedback"))
    assert "This is provisional." in words.text
    assert f"“{provisional.question}” (provisional: it does not stand yet)" in words.short
    assert len(words.short) <= LONGEST_TEXT
    client = client_of(seats["bola"].person)
    assert "What was decided does not stand yet." in client.get("/").content.decode()
    trail = client.get(provisional.get_absolute_url()).content.decode()
    assert "Decided, provisionally: We rest." in trail
    for key in ("amina", "dev"):
        seat = seats[key]
        take_position(provisional, seat, stance="consent", wording=1, by=seat.person, now=now)
    assert "does not stand yet" not in client.get("/").content.decode()
    assert "so what was decided stands" in client.get(provisional.get_absolute_url()).content.decode()


def test_once_it_stands_nobody_reads_that_it_is_provisional(
    client_of: Callable[[Person], Client], settled: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    tell_people(settled, [word(seats["bola"])], by=amina, now=now)
    words = words_of(Message.objects.get(kind="feedback"))
    page = client_of(seats["bola"].person).get("/").content.decode()
    assert "rovisional" not in words.text + words.short + page
    assert f"“{settled.question}”" in words.short


def test_nobody_rewrites_what_somebody_said(
    client_of: Callable[[Person], Client], settled: Decision, seats: Seats, amina: Person, carys: Person
) -> None:
    client, form = client_of(amina), f"{settled.get_absolute_url()}feedback"
    feedback = Feedback.objects.get(membership=seats["carys"])
    page = client.get(form).content.decode()
    assert "<blockquote><p>It comes too late.</p></blockquote>" in page
    assert f'name="said_{feedback.pk}"' not in page
    client.post(form, {f"said_{feedback.pk}": "It is all fine.", f"came_{feedback.pk}": "We start in spring."})
    home = client_of(carys).get("/").content.decode()
    assert "It comes too late." in home
    assert "It is all fine." not in home


def test_who_said_yes_without_a_reason_reads_that_they_said_yes(
    client_of: Callable[[Person], Client], settled: Decision, seats: Seats, amina: Person, now: dt.datetime
) -> None:
    form = client_of(amina).get(f"{settled.get_absolute_url()}feedback").content.decode()
    assert "They said yes to it, and gave no reason." in form
    tell_people(settled, [word(seats["bola"])], by=amina, now=now)
    words = words_of(Message.objects.get(kind="feedback"))
    home = client_of(seats["bola"].person).get("/").content.decode()
    for said in (words.text, words.short, home):
        assert "You said yes to it." in said
        assert "I consent" not in said


@pytest.mark.parametrize(("answer", "how"), [("yes", "taken_up"), ("part", "in_part"), ("no", "not")])
def test_what_somebody_brought_is_taken_up_in_part_or_not(
    client_of: Callable[[Person], Client], settled: Decision, seats: Seats, amina: Person, answer: str, how: str
) -> None:
    feedback = Feedback.objects.get(membership=seats["carys"])
    assert feedback.quoted is not None
    sent = {f"came_{feedback.pk}": "We start with spring.", f"did_{feedback.pk}": answer}
    assert client_of(amina).post(f"{settled.get_absolute_url()}feedback", sent).status_code == 302
    assert Influence.objects.get(contribution=feedback.quoted).how == how
    feedback.refresh_from_db()
    assert feedback.did is (answer != "no")
