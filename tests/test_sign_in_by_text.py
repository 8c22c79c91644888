import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from participants import outbox
from participants.models import Person

SIGN_IN = "/accounts/login/"
CODE = "/accounts/login/code/"


def texts() -> list[tuple[str, str]]:
    """(number, words) of each text message, oldest first."""
    found = [outbox.read(name) for name in reversed(outbox.names())]
    return [(each.to, each.text) for each in found if each and each.is_text_message]


def ask(client: Client, reach: str) -> None:
    assert client.post(SIGN_IN, {"reach": reach})["Location"] == CODE


@pytest.mark.parametrize("written", ["07700 900103", "+447700900103", "7700900103", "0044 7700-900103"])
def test_a_person_without_email_signs_in_by_a_text_message(client: Client, carys: Person, written: str) -> None:
    ask(client, written)
    [(number, words)] = texts()
    assert number == "+447700900103"
    code = re.match(r"\d{6}", words)
    assert code
    client.post(CODE, {"code": code[0]})
    assert client.session["_auth_user_id"] == str(carys.pk)


def test_the_text_lets_a_phone_fill_in_the_code(client: Client, carys: Person) -> None:
    ask(client, "07700 900103")
    [(_number, words)] = texts()
    assert re.search(r"\n@\S+ #\d{6}$", words.rstrip())
    assert len(words) <= 306


def test_a_phone_that_several_people_share_signs_in_none_of_them(client: Client, carys: Person) -> None:
    Person.objects.create_user(name="Megan Llewellyn", phone=carys.phone)
    ask(client, "07700 900103")
    [(_number, words)] = texts()
    assert "fwy" in words or "more than one person" in words
    assert not re.search(r"\d{6}", words)
    for code in ("000000", "123456"):
        client.post(CODE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_phone_shared_with_somebody_who_left_still_signs_in(client: Client, carys: Person) -> None:
    Person.objects.create_user(name="Megan Llewellyn", phone=carys.phone, is_active=False)
    ask(client, "07700 900103")
    assert re.match(r"\d{6}", texts()[0][1])


def test_somebody_with_an_email_address_is_pointed_to_it(client: Client, bola: Person) -> None:
    ask(client, "07700 900102")
    [(_number, words)] = texts()
    assert "sign in with your email address" in words


def test_an_unknown_number_gets_nothing(db: None, client: Client) -> None:
    ask(client, "07700 900999")
    assert texts() == []


def test_a_landline_gets_nothing(client: Client, gwen: Person) -> None:
    ask(client, "01632 960106")
    assert texts() == []


def test_a_new_code_can_be_sent_to_known_and_unknown_alike(client: Client, carys: Person) -> None:
    for number in ("07700 900103", "07700 900999"):
        visitor = Client()
        ask(visitor, number)
        page = visitor.post(CODE, {"action": "resend"}, follow=True).content.decode()
        assert "We sent a new code" in page
    assert len(texts()) == 2


def shape(client: Client, reach: str) -> list[object]:
    """Everything that a visitor can see of the way in, with what they typed and chance taken out."""
    seen: list[object] = []

    def look(response: object) -> None:
        words = response.content.decode().replace(reach, "REACH")  # type: ignore[attr-defined]
        words = re.sub(r"0\d{4} \d{6}|[a-z]+@example\.org", "REACH", words)
        words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words)
        headers = {name for name, _value in response.headers.items()}  # type: ignore[attr-defined]
        cookies = sorted((name, len(each.value), each["max-age"]) for name, each in response.cookies.items())  # type: ignore[attr-defined]
        seen.append((response.status_code, words, headers, cookies))  # type: ignore[attr-defined]

    look(client.get(SIGN_IN))
    look(client.post(SIGN_IN, {"reach": reach}))
    look(client.get(CODE))
    look(client.post(CODE, {"code": "slip"}))
    look(client.post(CODE, {"action": "resend"}))
    look(client.get(CODE))
    for _try in range(3):
        look(client.post(CODE, {"code": "000000"}))
    look(client.get(SIGN_IN))
    return seen


@pytest.mark.parametrize(
    ("known", "unknown"), [("bola@example.org", "nobody@example.org"), ("07700 900103", "07700 900999")]
)
def test_nobody_can_tell_from_the_way_in_whether_we_know_somebody(
    bola: Person, carys: Person, mailoutbox: list[EmailMessage], known: str, unknown: str
) -> None:
    assert shape(Client(), known) == shape(Client(), unknown)


def test_an_unknown_address_is_told_at_that_address(db: None, client: Client, mailoutbox: list[EmailMessage]) -> None:
    ask(client, "nobody@example.org")
    [sent] = mailoutbox
    assert sent.to == ["nobody@example.org"]
    assert not re.search(r"\d{3} ?\d{3}", str(sent.body))
