"""People choose their colours and text size; the choice is kept and every page follows it."""

from collections.abc import Callable

import pytest
from django.test import Client

from participants.display import Display, from_cookie, to_cookie
from participants.models import Person

pytestmark = pytest.mark.django_db


def test_a_visitors_choice_is_kept_in_this_browser(client: Client) -> None:
    client.post("/display", {"theme": "dark", "text_size": "150"})
    assert 'data-theme="dark" data-text-size="150"' in client.get("/privacy").content.decode()


def test_a_persons_choice_is_kept_on_them_wherever_they_sign_in(
    client_of: Callable[[Person], Client], bola: Person
) -> None:
    client_of(bola).post("/display", {"theme": "cream", "text_size": "200"})
    bola.refresh_from_db()
    assert (bola.theme, bola.text_size) == ("cream", 200)
    assert 'data-theme="cream" data-text-size="200"' in client_of(bola).get("/privacy").content.decode()


def test_without_a_choice_the_device_decides(client: Client) -> None:
    assert 'data-theme="system" data-text-size="100"' in client.get("/privacy").content.decode()


@pytest.mark.parametrize("answers", [{}, {"theme": "pink", "text_size": "100"}, {"theme": "dark", "text_size": "9000"}])
def test_a_choice_that_we_do_not_have_comes_back_with_what_to_do(client: Client, answers: dict[str, str]) -> None:
    page = client.post("/display", answers).content.decode()
    assert "There is a problem" in page
    assert "<title>Error: " in page


def test_after_choosing_one_is_back_where_one_was(client: Client) -> None:
    answer = client.post("/display", {"theme": "dark", "text_size": "100", "next": "/privacy"})
    assert answer["Location"] == "/privacy"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "evil"]
)
def test_nobody_is_led_to_what_is_no_page_of_ours(client: Client, away: str) -> None:
    answer = client.post("/display", {"theme": "dark", "text_size": "100", "next": away})
    assert answer["Location"] == "/display"
    assert "evil" not in client.get("/display", {"next": away}).content.decode()


@pytest.mark.parametrize("words", ["", "dark", "dark-", "pink-100", "dark-101", "-100", "dark-100-100", '"><b>-100'])
def test_a_strange_cookie_is_passed_over(words: str) -> None:
    assert from_cookie(words) == Display()


def test_the_cookie_says_the_choice() -> None:
    assert from_cookie(to_cookie(Display("contrast", 175))) == Display("contrast", 175)
