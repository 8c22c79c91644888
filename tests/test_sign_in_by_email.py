import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from participants.models import Person

SIGN_IN = "/accounts/login/"
CODE = "/accounts/login/code/"

Mails = list[EmailMessage]


def code_in(mails: Mails) -> str:
    found = re.search(r"^ +(\d{3} \d{3})$", str(mails[-1].body), re.MULTILINE)
    assert found
    return found[1]


def ask(client: Client, reach: str, **more: str) -> None:
    response = client.post(SIGN_IN, {"reach": reach} | more)
    assert response.status_code == 302
    assert response["Location"].startswith(CODE)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06}"


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


def test_a_person_signs_in_by_the_code_in_their_email(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    assert mailoutbox[0].to == ["bola@example.org"]
    response = visitor.post(CODE, {"code": code_in(mailoutbox), "action": "verify"})
    assert response["Location"] == "/"
    assert visitor.session["_auth_user_id"] == str(bola.pk)


@pytest.mark.parametrize("write", [str.upper, lambda text: f"  {text} ", lambda text: text.replace("@", " @ ")])
def test_the_address_may_be_written_as_phones_write_it(
    visitor: Client, bola: Person, mailoutbox: Mails, write: Callable[[str], str]
) -> None:
    ask(visitor, write("bola@example.org"))
    assert mailoutbox[0].to == ["bola@example.org"]


@pytest.mark.parametrize("between", ["", " ", "-", " - ", "\u00a0"])
def test_spaces_and_dashes_in_a_code_do_not_matter(
    visitor: Client, bola: Person, mailoutbox: Mails, between: str
) -> None:
    ask(visitor, "bola@example.org")
    visitor.post(CODE, {"code": code_in(mailoutbox).replace(" ", between)})
    assert is_in(visitor)


def test_they_come_to_the_page_they_asked_for(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org", next="/display")
    response = visitor.post(CODE, {"code": code_in(mailoutbox), "next": "/display"})
    assert response["Location"] == "/display"


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_they_never_come_to_a_page_of_somebody_else(
    visitor: Client, bola: Person, mailoutbox: Mails, page: str
) -> None:
    ask(visitor, "bola@example.org", next=page)
    response = visitor.post(CODE, {"code": code_in(mailoutbox), "next": page})
    assert response["Location"] == "/"


def test_a_code_runs_out_after_fifteen_minutes(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    start = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        ask(visitor, "bola@example.org")
        clock.shift(dt.timedelta(minutes=15, seconds=1))
        response = visitor.post(CODE, {"code": code_in(mailoutbox)}, follow=True)
    assert "A code works for 15 minutes. Ask for a new one." in response.content.decode()
    assert not is_in(visitor)


def test_a_code_still_works_just_before_that(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    start = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        ask(visitor, "bola@example.org")
        clock.shift(dt.timedelta(minutes=14, seconds=59))
        visitor.post(CODE, {"code": code_in(mailoutbox)})
        assert is_in(visitor)


def test_a_code_works_once(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    visitor.post(CODE, {"code": code_in(mailoutbox)})
    visitor.post("/accounts/logout/")
    visitor.post(CODE, {"code": code_in(mailoutbox)})
    assert not is_in(visitor)


def test_a_code_works_only_in_the_browser_that_asked(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    other = Client()
    other.post(CODE, {"code": code_in(mailoutbox)})
    assert not is_in(other)


def test_a_wrong_code_can_be_put_right(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    visitor.post(CODE, {"code": wrong(code_in(mailoutbox))})
    visitor.post(CODE, {"code": code_in(mailoutbox)})
    assert is_in(visitor)


def test_after_three_wrong_codes_the_right_one_no_longer_works(
    visitor: Client, bola: Person, mailoutbox: Mails
) -> None:
    ask(visitor, "bola@example.org")
    code = code_in(mailoutbox)
    for _try in range(2):
        assert "That is not the code we sent" in visitor.post(CODE, {"code": wrong(code)}).content.decode()
    response = visitor.post(CODE, {"code": wrong(code)}, follow=True)
    assert "we start again with a new code" in response.content.decode()
    visitor.post(CODE, {"code": code})
    assert not is_in(visitor)


@pytest.mark.parametrize("slip", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨", "\x00", "1" * 5000])
def test_a_slip_that_can_be_no_code_is_explained_and_counts_as_no_try(
    visitor: Client, bola: Person, mailoutbox: Mails, slip: str
) -> None:
    ask(visitor, "bola@example.org")
    for _try in range(4):
        assert visitor.post(CODE, {"code": slip}).status_code == 200
    visitor.post(CODE, {"code": code_in(mailoutbox)})
    assert is_in(visitor)


def test_a_new_code_replaces_the_old_one(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    old = code_in(mailoutbox)
    response = visitor.post(CODE, {"action": "resend"}, follow=True)
    assert "We sent a new code" in response.content.decode()
    new = code_in(mailoutbox)
    assert len(mailoutbox) == 2
    if old != new:
        visitor.post(CODE, {"code": old})
        assert not is_in(visitor)
    visitor.post(CODE, {"code": new})
    assert is_in(visitor)


def test_codes_for_one_address_are_limited_whoever_asks(bola: Person, mailoutbox: Mails) -> None:
    for _ask in range(3):
        ask(Client(), "bola@example.org")
    response = Client().post(SIGN_IN, {"reach": "bola@example.org"})
    assert "You have asked for a few codes now" in response.content.decode()
    assert len(mailoutbox) == 3


def test_tries_are_limited_in_one_browser_however_many_codes_it_asks_for(
    visitor: Client, bola: Person, dev: Person, mailoutbox: Mails
) -> None:
    for reach in ("bola@example.org", "dev@northdale.example"):
        ask(visitor, reach)
        for _try in range(3):
            visitor.post(CODE, {"code": wrong(code_in(mailoutbox))})
    ask(visitor, "bola@example.org")
    response = visitor.post(CODE, {"code": code_in(mailoutbox)}, follow=True)
    assert "Wait 15 minutes" in response.content.decode()
    assert not is_in(visitor)


@pytest.mark.parametrize(
    "reach", ["", "bola", "@", "a@b", "a@b@c.example", "bola@example.org\x00", "x" * 5000 + "@example.org", "999"]
)
def test_what_is_no_address_is_explained(visitor: Client, reach: str) -> None:
    response = visitor.post(SIGN_IN, {"reach": reach})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


def test_somebody_who_is_not_active_gets_no_code(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    Person.objects.filter(pk=bola.pk).update(is_active=False)
    ask(visitor, "bola@example.org")
    assert "there is no code" in mailoutbox[0].body


def test_somebody_made_inactive_meanwhile_does_not_get_in(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bola@example.org")
    Person.objects.filter(pk=bola.pk).update(is_active=False)
    response = visitor.post(CODE, {"code": code_in(mailoutbox)}, follow=True)
    assert "ask the people who invited you" in response.content.decode().lower()
    assert not is_in(visitor)


def test_a_mistyped_address_can_be_put_right(visitor: Client, bola: Person, mailoutbox: Mails) -> None:
    ask(visitor, "bolla@example.org")
    assert visitor.get(SIGN_IN)["Location"] == CODE
    assert visitor.get(f"{SIGN_IN}?again=1").status_code == 200
    ask(visitor, "bola@example.org")
    visitor.post(CODE, {"code": code_in(mailoutbox)})
    assert is_in(visitor)


def test_the_code_is_kept_in_no_outbox_row(visitor: Client, bola: Person) -> None:
    ask(visitor, "bola@example.org")
    assert not bola.messages.exists()


def test_whoever_is_in_already_goes_on(client_of: Callable[[Person], Client], bola: Person) -> None:
    assert client_of(bola).get(f"{SIGN_IN}?next=/display")["Location"] == "/display"


def test_signing_out_takes_a_press_of_a_button(client_of: Callable[[Person], Client], bola: Person) -> None:
    client = client_of(bola)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not is_in(client)


def test_while_redis_is_away_signing_in_says_so_kindly(client: Client, bola: Person, settings: Settings) -> None:
    nobody_listens = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nobody_listens}
    answer = client.post(SIGN_IN, {"reach": bola.email})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "It is not your fault" in answer.content.decode()
