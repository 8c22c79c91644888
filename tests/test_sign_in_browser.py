"""Signing in as people do it: a passkey in Chromium, and a code by keyboard alone with JavaScript off."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from coproduce.demo.people import make_member
from participants import outbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_from_text() -> str:
    newest = outbox.read(outbox.names()[0])
    assert newest
    return newest.text[:6]


def sign_in_by_text(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/accounts/login/?next=/account/")
    page.get_by_label("Email address or mobile number").fill("07700 900107")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_from_text())
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="I have an invitation code")).to_be_visible()


@pytest.fixture
def huw(db: None) -> None:
    """Huw, here without an email address."""
    person = make_member("huw")
    person.email = None
    person.save()


def test_a_passkey_is_added_used_renamed_and_removed(page: Page, live_server: LiveServer, huw: None) -> None:
    phone = page.context.new_cdp_session(page)
    phone.send("WebAuthn.enable")
    phone.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})
    sign_in_by_text(page, live_server)

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for this passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()

    page.goto(f"{live_server.url}/account/")
    sign_out(page)
    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")

    page.get_by_role("link", name="See your passkeys").click()
    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("A name for this passkey").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old phone").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()

    page.goto(f"{live_server.url}/account/")
    sign_out(page)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That passkey did not work.")).to_be_visible()


def test_a_code_by_keyboard_alone_with_javascript_off(browser: Browser, live_server: LiveServer, huw: None) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()

    def tab_to(name: str) -> None:
        for _press in range(20):
            page.keyboard.press("Tab")
            if page.locator(f"#{name}:focus").count():
                return
        pytest.fail(f"{name} can't be reached by keyboard")

    page.goto(f"{live_server.url}/account/")
    tab_to("id_reach")
    page.keyboard.type("07700 900107")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your phone")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    tab_to("id_code")
    code = code_from_text()
    page.keyboard.type(f"{code[:3]} {code[3:]}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/account/$"))
