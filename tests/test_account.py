import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from participants import outbox
from participants.models import AccessNeed, AccessNeedKind, Person, ReachBy

Browsers = Callable[[Person], Client]
Mails = list[EmailMessage]


def details(person: Person, **changes: str) -> dict[str, str]:
    facts = ("name", "preferred_name", "address", "reach_by", "language", "time_zone")
    return {fact: getattr(person, fact) for fact in facts} | changes


def code_in(words: object) -> str:
    found = re.search(r"\d{3} ?\d{3}", str(words))
    assert found
    return found[0]


def last_text() -> str:
    newest = outbox.read(outbox.names()[0])
    assert newest
    return newest.text


def test_details_are_kept_and_shown(client_of: Browsers, bola: Person) -> None:
    client = client_of(bola)
    response = client.post("/account/details", details(bola, preferred_name="Bee", time_zone="Africa/Lagos"))
    assert response["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "Bee" in page
    assert "Lagos (Africa)" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Bola\x00"},
        {"reach_by": "pigeon"},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"address": "x" * 501},
        {"reach_by": "post"},
    ],
)
def test_what_can_not_be_is_explained_and_nothing_is_kept(
    client_of: Browsers, bola: Person, wrong: dict[str, str]
) -> None:
    response = client_of(bola).post("/account/details", details(bola, preferred_name="Bee") | wrong)
    assert "There is a problem" in response.content.decode()
    bola.refresh_from_db()
    assert bola.preferred_name == ""


def test_only_ways_that_can_work_are_offered(client_of: Browsers, carys: Person, idris: Person) -> None:
    for person, missing in ((carys, "email"), (idris, "text"), (idris, "phone")):
        response = client_of(person).post("/account/details", details(person, reach_by=missing))
        assert response.status_code == 200
        person.refresh_from_db()
        assert person.reach_by != missing


def test_letters_can_be_chosen_together_with_an_address(client_of: Browsers, idris: Person) -> None:
    client_of(idris).post("/account/details", details(idris, reach_by="post", address="3 Hill Street"))
    idris.refresh_from_db()
    assert (idris.reach_by, idris.address) == (ReachBy.POST, "3 Hill Street")


def test_a_new_email_address_is_kept_only_after_its_code_came_back(
    client_of: Browsers, bola: Person, mailoutbox: Mails
) -> None:
    client = client_of(bola)
    assert client.post("/account/email", {"email": "Bee@Example.org"})["Location"] == "/account/confirm"
    assert mailoutbox[0].to == ["bee@example.org"]
    bola.refresh_from_db()
    assert bola.email == "bola@example.org"
    client.post("/account/confirm", {"code": code_in(mailoutbox[0].body)})
    bola.refresh_from_db()
    assert bola.email == "bee@example.org"
    assert mailoutbox[1].to == ["bola@example.org"]
    assert "Your email address was changed." in mailoutbox[1].body


def test_an_address_of_somebody_else_is_told_to_them_alone(
    client_of: Browsers, bola: Person, dev: Person, mailoutbox: Mails
) -> None:
    client = client_of(bola)
    response = client.post("/account/email", {"email": str(dev.email)}, follow=True)
    assert "Look in your email" in response.content.decode()
    assert not re.search(r"\d{3} \d{3}", str(mailoutbox[0].body))
    for guess in ("000000", "123456"):
        client.post("/account/confirm", {"code": guess})
    bola.refresh_from_db()
    assert bola.email == "bola@example.org"


def test_an_address_that_somebody_took_meanwhile_is_refused(
    client_of: Browsers, bola: Person, mailoutbox: Mails
) -> None:
    client = client_of(bola)
    client.post("/account/email", {"email": "bee@example.org"})
    Person.objects.create_user(name="Bee", email="bee@example.org")
    page = client.post("/account/confirm", {"code": code_in(mailoutbox[0].body)}, follow=True).content.decode()
    assert "can’t be used" in page


def test_three_wrong_codes_end_the_change(client_of: Browsers, bola: Person, mailoutbox: Mails) -> None:
    client = client_of(bola)
    client.post("/account/email", {"email": "bee@example.org"})
    code = code_in(mailoutbox[0].body)
    for _try in range(3):
        client.post("/account/confirm", {"code": f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"})
    client.post("/account/confirm", {"code": code})
    bola.refresh_from_db()
    assert bola.email == "bola@example.org"


def test_the_code_for_a_change_runs_out(client_of: Browsers, bola: Person, mailoutbox: Mails) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC), tick=False) as clock:
        client = client_of(bola)
        client.post("/account/email", {"email": "bee@example.org"})
        clock.shift(dt.timedelta(minutes=16))
        client.post("/account/confirm", {"code": code_in(mailoutbox[0].body)})
    bola.refresh_from_db()
    assert bola.email == "bola@example.org"


def test_a_mobile_number_is_confirmed_by_text(client_of: Browsers, idris: Person) -> None:
    client = client_of(idris)
    client.post("/account/phone", {"phone": "07700 900555"})
    idris.refresh_from_db()
    assert idris.phone == ""
    client.post("/account/confirm", {"code": code_in(last_text())})
    idris.refresh_from_db()
    assert idris.phone == "+447700900555"


def test_a_landline_is_kept_at_once_since_it_signs_nobody_in(client_of: Browsers, idris: Person) -> None:
    client_of(idris).post("/account/phone", {"phone": "01632 960555"})
    idris.refresh_from_db()
    assert idris.phone == "+441632960555"


@pytest.mark.parametrize("number", ["", "01632 960555"])
def test_somebody_who_signs_in_by_text_keeps_a_mobile_number(client_of: Browsers, carys: Person, number: str) -> None:
    response = client_of(carys).post("/account/phone", {"phone": number})
    assert response.status_code == 200
    carys.refresh_from_db()
    assert carys.phone == "+447700900103"


def test_without_a_phone_they_are_no_longer_reached_by_it(client_of: Browsers, bola: Person) -> None:
    Person.objects.filter(pk=bola.pk).update(reach_by=ReachBy.TEXT)
    client_of(bola).post("/account/phone", {"phone": ""})
    bola.refresh_from_db()
    assert (bola.phone, bola.reach_by) == ("", ReachBy.EMAIL)


def test_needs_are_added_in_their_own_words_and_ended(client_of: Browsers, idris: Person) -> None:
    client = client_of(idris)
    for _twice in range(2):
        client.post("/account/needs", {"kind": "bsl", "words": "The same interpreter each time"})
    [need] = AccessNeed.objects.filter(person=idris)
    assert need.recorded_by == idris
    assert "The same interpreter each time" in client.get("/account/").content.decode()
    assert "Taken off your list" in client.post(f"/account/needs/{need.pk}/end", follow=True).content.decode()
    assert "The same interpreter each time" not in client.get("/account/").content.decode()
    need.refresh_from_db()
    assert need.ended_at


@pytest.mark.parametrize("wrong", [{}, {"kind": "other"}, {"kind": "diagnosis"}, {"kind": "bsl", "words": "x" * 301}])
def test_a_need_that_says_nothing_is_asked_again(client_of: Browsers, bola: Person, wrong: dict[str, Any]) -> None:
    assert "There is a problem" in client_of(bola).post("/account/needs", wrong).content.decode()


def test_nobody_ends_the_needs_of_somebody_else(client_of: Browsers, idris: Person, eve: Person) -> None:
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    need = AccessNeed.objects.create(
        person=idris, kind=AccessNeedKind.BSL, recorded_by=idris, recorded_at=now, reviewed_at=now
    )
    assert client_of(eve).post(f"/account/needs/{need.pk}/end").status_code == 404
    need.refresh_from_db()
    assert need.ended_at is None


def test_pages_speak_the_persons_language_once_its_words_are_whole(
    client_of: Browsers, carys: Person, settings: Settings
) -> None:
    assert client_of(carys).get("/account/")["Content-Language"] == "en-gb"
    settings.LANGUAGES = [*settings.LANGUAGES, ("cy", "Cymraeg")]
    assert client_of(carys).get("/account/")["Content-Language"] == "cy"


@pytest.mark.parametrize("path", ["/account/", "/account/details", "/account/needs", "/accounts/passkeys/"])
def test_the_account_asks_the_database_little(
    client_of: Browsers, bola: Person, path: str, django_assert_max_num_queries: Any
) -> None:
    client = client_of(bola)
    with django_assert_max_num_queries(6):
        assert client.get(path).status_code == 200
