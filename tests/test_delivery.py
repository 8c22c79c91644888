"""Delivery: each message reaches its reader once, whatever dies on the way."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from pytest_django import Settings

from participants import delivery, outbox, post
from participants.actions import queue, queue_for_all
from participants.kinds import KINDS, Kind, declare
from participants.models import Message, Person, ReachBy
from participants.refusals import Refused
from participants.words import words_of

MINUTE = dt.timedelta(minutes=1)


class Heard:
    """What the test kind was asked and told."""

    because = ""
    delivered: list[int] = []


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    Heard.because, Heard.delivered = "", []
    declare(
        Kind(
            "greeting",
            "greeting",
            too_late=lambda _message, _now: Heard.because,
            delivered=lambda message, _now: Heard.delivered.append(message.pk),
        )
    )
    yield
    del KINDS["greeting"]


@pytest.fixture(autouse=True)
def templates(settings: Settings, tmp_path: Path) -> None:
    """Words for the test kind, in a folder of their own."""
    folder = tmp_path / "templates" / "messages"
    folder.mkdir(parents=True)
    (folder / "greeting.subject.txt").write_text("Hello\n {{ words }}")
    (folder / "greeting.txt").write_text(
        '{% extends "messages/base.txt" %}{% load times %}{% block words %}{{ words }}\n\n\n\n'
        "At {{ starts_at|moment }}.\n\nSay hello:\n{{ link }}{% endblock %}"
    )
    (folder / "greeting.text.txt").write_text("Hello {{ words }}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path / "templates", *settings.TEMPLATES[0]["DIRS"]]}]


def greet(to: Person, now: dt.datetime, key: str = "hello:1", **context: str) -> Message:
    context = {
        "words": "Fish & chips <3",
        "starts_at": "2026-12-01T10:30:00+00:00",
        "link": "http://localhost:8000/x/",
    } | context
    message = queue(to, "greeting", key, context, now=now, topic="project:1")
    assert message is not None
    return message


def test_the_same_occasion_is_told_once(bola: Person, now: dt.datetime) -> None:
    greet(bola, now)
    assert queue(bola, "greeting", "hello:1", {}, now=now) is None
    queue_for_all([bola], "greeting", "hello:1", {}, now=now)
    assert Message.objects.count() == 1


def test_an_email_is_sent_and_recorded_once(
    bola: Person, now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    message = greet(bola, now)
    assert delivery.deliver(message.pk, now=now)
    assert not delivery.deliver(message.pk, now=now)
    assert not delivery.deliver_next(now=now)
    message.refresh_from_db()
    assert (message.sent_at, message.subject, message.claim) == (now, "Hello Fish & chips <3", None)
    [mail] = mailoutbox
    assert mail.to == [bola.email]
    assert mail.message()["Message-ID"] == f"<message-{message.pk}@localhost>"
    assert Heard.delivered == [message.pk]


def test_words_come_in_text_and_in_html_from_one_template(bola: Person, now: dt.datetime) -> None:
    words = words_of(greet(bola, now))
    assert "Fish & chips <3\n\nAt Tuesday 1 December, 10:30am.\n\nSay hello:\nhttp://localhost:8000/x/" in words.text
    assert "Fish &amp; chips &lt;3" in words.html
    assert '<a class="button" href="http://localhost:8000/x/">Say hello</a>' in words.html
    assert "You get this because" in words.text
    assert "You get this because" in words.html.partition("<footer>")[2]


def test_an_address_that_is_not_ours_never_becomes_a_button(bola: Person, now: dt.datetime) -> None:
    words = words_of(greet(bola, now, link="http://localhost:8000.evil.example/x/"))
    assert 'class="button"' not in words.html


def test_times_are_the_readers(bola: Person, now: dt.datetime) -> None:
    bola.time_zone = "America/New_York"
    bola.save(update_fields=["time_zone"])
    assert "At Tuesday 1 December, 5:30am." in words_of(greet(bola, now)).text


def test_a_text_message_goes_to_the_phone(carys: Person, now: dt.datetime) -> None:
    delivery.deliver(greet(carys, now).pk, now=now)
    [name] = outbox.names()
    sent = outbox.read(name)
    assert sent is not None
    assert (sent.to, sent.text) == (carys.phone, "Hello Fish & chips <3\n")


def test_a_long_text_message_is_cut_at_two_messages_length(carys: Person, now: dt.datetime) -> None:
    assert len(words_of(greet(carys, now, words="x" * 2000)).short) == 306


def test_what_is_too_late_is_dropped_with_the_reason(
    bola: Person, now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    message = greet(bola, now)
    Heard.because = "The session is over."
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    assert (message.dropped_at, message.dropped_because, message.sent_at) == (now, "The session is over.", None)
    assert not mailoutbox


def test_a_letter_waits_for_a_person_and_is_dropped_when_too_late(gwen: Person, now: dt.datetime) -> None:
    message = greet(gwen, now)
    delivery.sweep(lambda: now)
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.claim) == (None, 0, None)
    Heard.because = "The session is over."
    later = now + 16 * MINUTE
    assert delivery.deliver(message.pk, now=later)
    message.refresh_from_db()
    assert message.dropped_at == later


def test_a_person_marks_a_letter_as_told_once(gwen: Person, amina: Person, now: dt.datetime) -> None:
    message = greet(gwen, now)
    delivery.mark_told(message, by=amina, now=now)
    message.refresh_from_db()
    assert (message.sent_at, message.told_by, message.subject) == (now, amina, "Hello Fish & chips <3")
    assert Heard.delivered == [message.pk]
    with pytest.raises(Refused):
        delivery.mark_told(message, by=amina, now=now)


def test_an_email_cannot_be_marked_as_told_by_hand(bola: Person, amina: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused):
        delivery.mark_told(greet(bola, now), by=amina, now=now)


def refuse_all(monkeypatch: pytest.MonkeyPatch, *, for_good: bool) -> None:
    """The provider's door is shut."""

    def shut(*_words: object, **_options: object) -> None:
        raise post.NotSent("451 come back\0 later", for_good=for_good)

    monkeypatch.setattr(post, "send_email", shut)


def test_a_refused_message_is_tried_again_later_and_later(
    bola: Person, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_all(monkeypatch, for_good=False)
    message = greet(bola, now)
    waits = []
    for _try in range(delivery.TRIES - 1):
        assert delivery.deliver(message.pk, now=now)
        assert not delivery.deliver(message.pk, now=now)
        message.refresh_from_db()
        waits.append(message.next_try_at - now)
        now = message.next_try_at
    assert all(MINUTE * 2**n <= wait <= MINUTE * 2**n * 1.5 for n, wait in enumerate(waits))
    assert "451 come back later" in message.last_error
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    assert (message.channel, message.sent_at, message.dropped_at) == ("call", None, None)
    delivery.deliver(message.pk, now=now + dt.timedelta(hours=1))
    message.refresh_from_db()
    assert message.channel == "call"


def test_an_address_that_can_never_work_goes_to_the_desk_at_once(
    idris: Person, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_all(monkeypatch, for_good=True)
    message = greet(idris, now)
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    assert (message.channel, message.attempts) == ("letter", 1)
    assert message.last_error


def test_one_broken_message_does_not_stop_the_others(
    bola: Person, now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    broken = greet(bola, now - MINUTE, starts_at="not a time")
    greet(bola, now, key="hello:2")
    assert delivery.sweep(lambda: now) == 2
    broken.refresh_from_db()
    assert "not a time" in broken.last_error
    assert len(mailoutbox) == 1


def test_a_failing_follow_up_does_not_send_it_again(
    bola: Person, now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    message = greet(bola, now)
    KINDS["greeting"] = Kind("greeting", "greeting", delivered=lambda _message, _now: 1 / 0)  # type: ignore[arg-type]
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.sent_at == now
    assert "ZeroDivisionError" in message.last_error
    assert not delivery.deliver_next(now=now + 60 * MINUTE)
    assert len(mailoutbox) == 1


def test_what_a_dead_worker_held_comes_back_when_its_lease_ends(
    bola: Person, now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    message = greet(bola, now)
    assert delivery.claim(now) is not None
    assert not delivery.deliver(message.pk, now=now + delivery.LEASE)
    assert delivery.deliver(message.pk, now=now + delivery.LEASE + MINUTE)
    assert len(mailoutbox) == 1


def test_a_worker_whose_lease_ended_records_nothing(bola: Person, now: dt.datetime) -> None:
    greet(bola, now)
    slow = delivery.claim(now)
    later = now + delivery.LEASE + MINUTE
    other = delivery.claim(later)
    assert slow is not None
    assert other is not None
    assert not delivery.record(slow, sent_at=now)
    assert Message.objects.get().sent_at is None
    assert delivery.record(other, sent_at=later)


def test_the_way_that_they_wish_now_counts(bola: Person, now: dt.datetime) -> None:
    message = greet(bola, now)
    Person.objects.filter(pk=bola.pk).update(reach_by=ReachBy.TEXT)
    delivery.deliver(message.pk, now=now)
    message.refresh_from_db()
    assert message.channel == "text"


@pytest.mark.django_db(transaction=True)
def test_racing_workers_send_each_message_once(now: dt.datetime, mailoutbox: list[EmailMultiAlternatives]) -> None:
    people = [Person.objects.create_user(email=f"p{n}@example.org", name=f"P {n}") for n in range(40)]
    for person in people:
        greet(person, now)

    def work() -> None:
        try:
            delivery.sweep(lambda: now)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email or "" for person in people)
    assert sorted(Heard.delivered) == sorted(Message.objects.values_list("pk", flat=True))
