"""The gallery and what is made of it, in a browser: no barriers in any theme, nothing that scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from participants.display import COOKIE, Display, to_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEMES = ["light", "dark", "cream", "contrast"]
PAGES = ["/gallery", "/gallery/overview", "/gallery/decision", "/display", "/privacy", "/no-such-page"]

TOO_SMALL = """() => [...document.querySelectorAll("button, .bar a, .tabs a, .foot a, select, input, textarea")]
    .filter(el => el.type !== "hidden")
    .map(el => [el.textContent || el.name, el.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44)
    .map(([name, box]) => `${name} ${box.width} by ${box.height}`)"""


def shown(page: Page, server: LiveServer, address: str, display: Display, width: int) -> None:
    """Open a page in somebody's colours and text size, on a screen of a width in CSS pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    page.context.add_cookies([{"name": COOKIE, "value": to_cookie(display), "url": server.url}])
    page.goto(server.url + address)
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_barrier(
    page: Page, live_server: LiveServer, barriers: Callable[[Page], list[str]], theme: str, width: int
) -> None:
    for address in ("/gallery", "/gallery/decision"):
        shown(page, live_server, address, Display(theme), width)
        assert barriers(page) == [], address


@pytest.mark.parametrize("size", [100, 200])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(page: Page, live_server: LiveServer, size: int) -> None:
    for address in PAGES:
        shown(page, live_server, address, Display("light", size), 320)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_a_larger_text_size_makes_words_larger(page: Page, live_server: LiveServer) -> None:
    def size_of_words() -> float:
        words: float = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        return words

    shown(page, live_server, "/privacy", Display("light", 100), 1280)
    usual = size_of_words()
    shown(page, live_server, "/privacy", Display("light", 200), 1280)
    assert size_of_words() == pytest.approx(2 * usual)


def test_a_visitor_without_a_choice_gets_what_their_device_asks_for(page: Page, live_server: LiveServer) -> None:
    def ground() -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    page.emulate_media(color_scheme="light")
    page.goto(live_server.url + "/privacy")
    assert ground() == "rgb(255, 253, 249)"
    page.emulate_media(color_scheme="dark")
    assert ground() == "rgb(22, 26, 25)"
    page.emulate_media(contrast="more")
    assert ground() == "rgb(0, 0, 0)"
    page.emulate_media(media="print")
    assert ground() in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


def test_everything_to_press_is_large_enough(page: Page, live_server: LiveServer) -> None:
    shown(page, live_server, "/gallery", Display(), 360)
    small = page.evaluate(TOO_SMALL)
    assert small == []


def test_by_keyboard_the_first_stop_leads_past_the_links(page: Page, live_server: LiveServer) -> None:
    shown(page, live_server, "/gallery/decision", Display(), 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_what_has_the_focus_is_marked_in_yellow(page: Page, live_server: LiveServer) -> None:
    shown(page, live_server, "/privacy", Display("dark"), 1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).backgroundColor") == "rgb(255, 221, 0)"


def test_errors_take_the_focus_and_lead_to_their_fields(page: Page, live_server: LiveServer) -> None:
    shown(page, live_server, "/gallery", Display(), 1280)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Enter a day that exists").click()
    assert page.evaluate("document.activeElement.id") == "id_day_0"


def test_the_choice_of_colours_works_without_scripts(page: Page, live_server: LiveServer) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(live_server.url + "/display?next=/privacy")
    page.get_by_label("Cream").check()
    page.get_by_label("150%").check()
    page.get_by_role("button", name="Save my choice").click()
    page.wait_for_url(live_server.url + "/privacy")
    assert page.locator("html").get_attribute("data-theme") == "cream"
    assert page.get_by_text("Your colours and text size are saved.").is_visible()
