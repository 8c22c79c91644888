"""Replies, thanks, correcting, and the written version of a voice note."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from participants.models import Message, Person
from participants.refusals import Refused
from projects.actions import contribute
from projects.actions.attachments import write_version
from projects.actions.said import CORRECTED_WITHIN, correct, reply, take_back, thank
from projects.files import read_upload
from projects.models import Contribution, Membership, Reply, Thanks, Via
from projects.reminders.said import gone
from tests.test_said_files import WAV

ClientOf = Callable[[Person], Client]
SAID = "/projects/short-breaks-for-carers/said/"


@pytest.fixture
def said(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> Contribution:
    return contribute(seats["bola"], kind=Contribution.Kind.IDEA, words="Book by text.", by=bola, now=now)


@pytest.fixture
def recording(seats: dict[str, Membership], bola: Person, now: dt.datetime) -> Contribution:
    upload = read_upload(SimpleUploadedFile("note.wav", WAV))
    kind = Contribution.Kind.WORRY
    return contribute(seats["bola"], kind=kind, words="", by=bola, now=now, upload=upload)


def test_a_reply_stands_under_what_was_said_with_its_name(said: Contribution, client_of: ClientOf, dev: Person) -> None:
    client = client_of(dev)
    answer = client.post(f"{SAID}{said.pk}/replies", {"words": "Good <b>idea</b>."})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Good &lt;b&gt;idea&lt;/b&gt;." in page
    assert "Dev Patel" in page


def test_an_empty_reply_comes_back_with_a_reason(said: Contribution, client_of: ClientOf, dev: Person) -> None:
    page = client_of(dev).post(f"{SAID}{said.pk}/replies", {"words": " "}).content.decode()
    assert "There is a problem" in page
    assert not Reply.objects.exists()


def test_they_hear_of_replies_once_a_day(
    said: Contribution, seats: dict[str, Membership], dev: Person, now: dt.datetime
) -> None:
    for hours in (0, 1, 2, 24):
        reply(said, seats["dev"], "Yes.", by=dev, now=now + dt.timedelta(hours=hours))
    assert Message.objects.filter(kind="replied", to=said.membership.person).count() == 2


def test_nobody_is_told_of_their_own_reply(
    said: Contribution, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    reply(said, seats["bola"], "And by phone.", by=bola, now=now)
    assert not Message.objects.exists()


def test_nothing_is_sent_about_what_was_taken_back_meanwhile(
    said: Contribution, seats: dict[str, Membership], bola: Person, dev: Person, now: dt.datetime
) -> None:
    reply(said, seats["dev"], "Yes.", by=dev, now=now)
    message = Message.objects.get()
    assert gone(message, now) == ""
    take_back(said, by=bola, now=now)
    assert gone(message, now) == "It was taken back."


def test_a_thank_you_is_said_once_and_shows_who(
    said: Contribution, client_of: ClientOf, dev: Person, carys: Person
) -> None:
    for _time in range(2):
        client_of(dev).post(f"{SAID}{said.pk}/thanks")
    assert Thanks.objects.count() == 1
    page = client_of(carys).get(f"{SAID}{said.pk}/").content.decode()
    assert "<strong>Thank you</strong> from Dev Patel" in page


def test_nobody_thanks_themself(
    said: Contribution, seats: dict[str, Membership], bola: Person, now: dt.datetime
) -> None:
    with pytest.raises(Refused, match="yourself"):
        thank(said, seats["bola"], by=bola, now=now)


def test_words_can_be_corrected_for_a_week(said: Contribution, bola: Person, dev: Person, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="Only the person"):
        correct(said, "Book by letter.", by=dev, now=now)
    correct(said, "Book by text or phone.", by=bola, now=now + CORRECTED_WITHIN - dt.timedelta(minutes=1))
    said.refresh_from_db()
    assert said.words == "Book by text or phone."
    with pytest.raises(Refused, match="too late"):
        correct(said, "No.", by=bola, now=now + CORRECTED_WITHIN)


def test_what_was_written_down_for_somebody_can_be_corrected_for_longer(
    seats: dict[str, Membership], amina: Person, gwen: Person, now: dt.datetime
) -> None:
    said = contribute(seats["gwen"], kind=Contribution.Kind.WORRY, words="No.", by=amina, now=now, via=Via.PHONE)
    correct(said, "Not yet.", by=gwen, now=now + dt.timedelta(days=30))
    said.refresh_from_db()
    assert said.words == "Not yet."


def test_what_was_taken_back_cannot_be_answered_or_thanked(
    said: Contribution, seats: dict[str, Membership], bola: Person, dev: Person, now: dt.datetime
) -> None:
    take_back(said, by=bola, now=now)
    for act in (
        lambda: reply(said, seats["dev"], "Yes.", by=dev, now=now),
        lambda: thank(said, seats["dev"], by=dev, now=now),
    ):
        with pytest.raises(Refused, match="taken back"):
            act()


def test_the_desk_asks_for_a_written_version_until_there_is_one(
    recording: Contribution, client_of: ClientOf, amina: Person
) -> None:
    client = client_of(amina)
    assert "1 voice note<" in client.get("/desk/").content.decode()
    assert f"{SAID}{recording.pk}/" in client.get(f"{SAID}?unwritten=1").content.decode()
    client.post(f"{SAID}{recording.pk}/written", {"words": "I am afraid of the stairs."})
    assert "Voice notes to write down" not in client.get("/desk/").content.decode()
    assert f"{SAID}{recording.pk}/" not in client.get(f"{SAID}?unwritten=1").content.decode()
    page = client.get(f"{SAID}{recording.pk}/").content.decode()
    assert "I am afraid of the stairs." in page
    assert "Written down by Amina Yusuf" in page


def test_another_partner_is_not_asked_to_write_it_down(
    recording: Contribution, client_of: ClientOf, dev: Person
) -> None:
    client_of(dev).post(f"{SAID}{recording.pk}/written", {"words": "Nonsense."})
    recording.attachment.refresh_from_db()
    assert recording.attachment.written == ""


def test_only_a_recording_gets_a_written_version(
    recording: Contribution, bola: Person, amina: Person, now: dt.datetime
) -> None:
    held = recording.attachment
    take_back(recording, by=bola, now=now)
    with pytest.raises(type(held).DoesNotExist):
        write_version(held, "Words.", by=amina, now=now)


def test_a_page_takes_the_same_queries_however_many_replies_there_are(
    said: Contribution,
    seats: dict[str, Membership],
    client_of: ClientOf,
    dev: Person,
    now: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(dev)
    for key in ("dev", "carys", "idris", "amina"):
        reply(said, seats[key], "Yes.", by=seats[key].person, now=now)
        thank(said, seats[key], by=seats[key].person, now=now)
    for page in (SAID, f"{SAID}{said.pk}/", f"{SAID}new"):
        with django_assert_max_num_queries(12):
            client.get(page)
