"""What somebody types is kept on the server, for them alone, until they send it or throw it away."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participants.models import Person
from projects.actions.drafts import forget_drafts
from projects.models import Attachment, Contribution, Draft, Membership
from tests.test_said_files import WAV, picture

SAID = "/projects/short-breaks-for-carers/said/"
SAY, DRAFT = f"{SAID}new", f"{SAID}draft"
ClientOf = Callable[[Person], Client]
JSON = {"Accept": "application/json"}


@pytest.fixture
def bolas(client_of: ClientOf, bola: Person, seats: dict[str, Membership]) -> Client:
    return client_of(bola)


def test_what_was_typed_is_there_when_one_comes_back(bolas: Client) -> None:
    answer = bolas.post(DRAFT, {"words": "Half a sen", "audience": "nameless"}, headers=JSON).json()
    assert answer == {"saved": "Saved at 10am", "file": "", "wrong": ""}
    page = bolas.get(SAY).content.decode()
    assert "Half a sen" in page
    assert "Here is what you began to write" in page
    assert "Go on with it" in bolas.get(SAID).content.decode()


def test_without_javascript_a_button_saves_it_for_later(bolas: Client) -> None:
    answer = bolas.post(DRAFT, {"words": "Later."})
    assert answer.headers["Location"] == SAID
    assert "It is saved." in bolas.get(SAID).content.decode()


def test_nobody_else_reads_a_draft(bolas: Client, client_of: ClientOf, amina: Person) -> None:
    bolas.post(DRAFT, {"words": "Not ready."})
    for page in (SAID, SAY):
        assert "Not ready." not in client_of(amina).get(page).content.decode()


def test_the_last_saving_takes_the_place_of_the_one_before(bolas: Client) -> None:
    for words in ("One", "One and two"):
        bolas.post(DRAFT, {"words": words})
    assert Draft.objects.get().facts["words"] == "One and two"


def test_it_is_gone_once_it_is_sent(bolas: Client) -> None:
    bolas.post(DRAFT, {"kind": "idea", "words": "Nearly."})
    bolas.post(SAY, {"kind": "idea", "words": "Ready.", "audience": "everyone"})
    assert Contribution.objects.get().words == "Ready."
    assert not Draft.objects.exists()


def test_it_can_be_thrown_away_with_its_file(bolas: Client) -> None:
    bolas.post(DRAFT, {"words": "No.", "file": SimpleUploadedFile("a.wav", WAV)})
    assert Attachment.objects.get().draft == Draft.objects.get()
    bolas.post(f"{DRAFT}/removal")
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()


def test_a_voice_note_survives_a_closed_tab(bolas: Client) -> None:
    answer = bolas.post(DRAFT, {"words": "", "file": SimpleUploadedFile("voice note.wav", WAV)}, headers=JSON).json()
    assert answer["file"] == "voice note.wav"
    bolas.post(SAY, {"kind": "worry", "words": "", "audience": "everyone"})
    assert Contribution.objects.get().form == Contribution.Form.RECORDING


def test_a_file_that_was_kept_can_be_left_out(bolas: Client) -> None:
    bolas.post(DRAFT, {"words": "Words.", "file": SimpleUploadedFile("a.wav", WAV)})
    bolas.post(SAY, {"kind": "worry", "words": "Words.", "audience": "everyone", "drop_file": "on"})
    assert Contribution.objects.get().form == Contribution.Form.WRITTEN
    assert not Attachment.objects.exists()


def test_a_newer_file_takes_the_place_of_the_older(bolas: Client) -> None:
    for data in (WAV, picture()):
        bolas.post(DRAFT, {"words": "Words.", "file": SimpleUploadedFile("a", data)})
    assert Attachment.objects.get().form == Contribution.Form.PHOTO


def test_a_bad_file_is_named_and_the_words_are_saved_all_the_same(bolas: Client) -> None:
    sent = {"words": "Mine.", "file": SimpleUploadedFile("a", b"MZ" + bytes(99))}
    assert "can’t take this kind" in bolas.post(DRAFT, sent, headers=JSON).json()["wrong"]
    assert Draft.objects.get().facts["words"] == "Mine."


@pytest.mark.parametrize("odd", ["a\x00b", "x" * 100_000, "\u202eabc", "🙂" * 500, "<script>"])
def test_odd_words_are_saved_as_far_as_they_can_be_shown(bolas: Client, odd: str) -> None:
    assert bolas.post(DRAFT, {"words": odd, "who": odd, "surprise": odd}, headers=JSON).status_code == 200
    assert "surprise" not in Draft.objects.get().facts
    assert bolas.get(SAY).status_code == 200


def test_a_draft_that_nobody_came_back_to_is_forgotten(bolas: Client, now: dt.datetime) -> None:
    bolas.post(DRAFT, {"words": "Old."})
    forget_drafts(now + dt.timedelta(days=89))
    assert Draft.objects.exists()
    forget_drafts(now + dt.timedelta(days=91))
    assert not Draft.objects.exists()
