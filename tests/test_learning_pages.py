"""From the draft to the public page and back, through the pages themselves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from decisions.models import Learning, LearningCheck, LearningComment
from participants.models import Consent, Person
from projects.models import Membership, Project, Via
from tests.test_learning import WORDS

HOME = "/projects/short-breaks-for-carers/learning/"
PUBLIC = "/learning/short-breaks-for-carers"
Visit = Callable[..., str]


@pytest.fixture
def sends(client_of: Callable[[Person], Client], project: Project, seats: dict[str, Membership]) -> Visit:
    """`sends("bola", "check", answer="fine")`: Bola fills in a page below the draft's. The page that follows."""
    clients = {key: client_of(seat.person) for key, seat in seats.items()}

    def visit(who: str, page: str, **fields: Any) -> str:
        return clients[who].post(HOME + page, fields, follow=True).content.decode()

    return visit


@pytest.fixture
def asked(sends: Visit, now: dt.datetime) -> Learning:
    """The page is written, and partners have a week to check it."""
    sends("amina", "new", because="We did what we came for.")
    sends("amina", "words", number=1, **WORDS)
    sends("amina", "check/new", days=7)
    return Learning.objects.get()


def test_a_page_goes_from_the_draft_to_everybody_and_away_again(
    asked: Learning, sends: Visit, now: dt.datetime, client: Client
) -> None:
    assert "Thank you." in sends("bola", "check", answer="fine")
    assert "Thank you." in sends("carys", "check", answer="fine")
    assert client.get(PUBLIC).status_code == 404
    assert "Partners have until" in sends("amina", "publication", publish="yes")
    with time_machine.travel(now + dt.timedelta(days=7), tick=False):
        assert "The page is public." in sends("amina", "publication", publish="yes")
        assert "Begin with the carers." in client.get(PUBLIC).content.decode()
        assert "A figure was wrong." in sends("amina", "removal", reason="A figure was wrong.")
        assert client.get(PUBLIC).status_code == 410


def test_publishing_asks_for_each_reason_and_keeps_what_was_typed(
    asked: Learning, sends: Visit, now: dt.datetime, client: Client
) -> None:
    sends("dev", "check", answer="change", change="Say who paid.")
    use, carers = (asked.project.groups.get(key=key).pk for key in ("use", "carers"))
    with time_machine.travel(now + dt.timedelta(days=7), tick=False):
        page = sends("amina", "publication", **{f"reason_{use}": "They were on holiday."})
        assert "Write why there is no yes from: Carers." in page
        assert "Write why you don&#x27;t make the change." in page
        assert "They were on holiday." in page
        reasons = {f"reason_{use}": "They were on holiday.", f"reason_{carers}": "No answer.", "unchanged_because": "X"}
        assert "The page is public." in sends("amina", "publication", **reasons)
    assert "They were on holiday." in client.get(PUBLIC).content.decode()


def test_a_change_needs_words_and_they_reach_the_facilitator(asked: Learning, sends: Visit) -> None:
    assert "Write what should change." in sends("idris", "check", answer="change")
    assert "Say it in Easy Read." in sends("idris", "check", answer="change", change="Say it in Easy Read.")


def test_what_gwen_says_on_the_phone_is_written_down_for_her(
    asked: Learning, sends: Visit, seats: dict[str, Membership], amina: Person
) -> None:
    gwen = seats["gwen"].pk
    assert "Say how they told you" in sends("amina", "check", partner=gwen, via="online", answer="fine")
    sends("amina", "check", partner=gwen, via="phone", answer="fine")
    page = sends("amina", "comment", partner=gwen, via="phone", words="It is right.")
    check, comment = LearningCheck.objects.get(), LearningComment.objects.get()
    assert (check.membership.pk, check.via, check.entered_by) == (gwen, Via.PHONE, amina)
    assert (comment.membership.pk, comment.via) == (gwen, Via.PHONE)
    assert "written down by Amina Yusuf" in page


def test_a_partner_cannot_speak_for_another_by_sending_their_number(
    asked: Learning, sends: Visit, seats: dict[str, Membership]
) -> None:
    sends("bola", "check", partner=seats["carys"].pk, via="phone", answer="fine")
    assert LearningCheck.objects.get().membership == seats["bola"]


def test_names_are_given_and_taken_back_on_the_page(
    asked: Learning, sends: Visit, seats: dict[str, Membership], bola: Person, carys: Person
) -> None:
    day = {"ends_on_0": "24", "ends_on_1": "11", "ends_on_2": "2027"}
    assert "You agreed to be named on the page." in sends("bola", "name", **day)
    assert "within the next two years" in sends("carys", "name", **day | {"ends_on_2": "2029"})
    sends("carys", "name", **day)
    sends("carys", "name/removal", person=bola.pk)
    assert [consent.person for consent in Consent.objects.filter(withdrawn_at=None)] == [bola]
    sends("amina", "name/removal", person=bola.pk)
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_every_page_before_there_is_a_draft_leads_back_to_what_it_is_for(
    project: Project, seats: dict[str, Membership], sends: Visit
) -> None:
    for page in ("words", "check/new", "check", "comment", "publication", "removal", "name", "name/removal"):
        assert "Begin the page" in sends("amina", page)
