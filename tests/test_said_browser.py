"""Saying something in a browser: a voice note is recorded and kept, and what is typed outlives the tab."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from participants.models import Person
from projects.models import Attachment, Contribution, Draft, Membership

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAY = "/projects/short-breaks-for-carers/said/new"


@pytest.fixture
def bolas(page: Page, live_server: LiveServer, client_of: Callable[[Person], Client], bola: Person) -> Page:
    session = client_of(bola).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.context.grant_permissions(["microphone"])
    return page


def test_a_voice_note_is_recorded_kept_and_sent(
    seats: dict[str, Membership], bolas: Page, live_server: LiveServer
) -> None:
    bolas.goto(live_server.url + SAY)
    bolas.get_by_text("Add a photo, a file or your voice", exact=True).click()
    bolas.get_by_role("button", name="Record your voice").click()
    bolas.wait_for_timeout(1500)
    bolas.get_by_role("button", name="Stop recording").click()
    expect(bolas.locator("[data-said]")).to_contain_text("Your voice note is ready")
    expect(bolas.locator("[data-saved]")).to_contain_text("Saved at")
    assert Attachment.objects.get().draft == Draft.objects.get()
    bolas.get_by_label("A worry").check()
    bolas.get_by_label("Everyone in this project, without my name").check()
    bolas.get_by_role("button", name="Say this").click()
    expect(bolas.get_by_text("Thank you. Everyone in the project")).to_be_visible()
    said = Contribution.objects.get()
    assert (said.form, said.attachment.content_type) == (Contribution.Form.RECORDING, "audio/webm")


def test_what_was_typed_outlives_the_tab(seats: dict[str, Membership], bolas: Page, live_server: LiveServer) -> None:
    bolas.goto(live_server.url + SAY)
    bolas.get_by_label("What do you want to say?").fill("Half a thou")
    bolas.goto("about:blank")
    bolas.wait_for_timeout(1000)
    bolas.goto(live_server.url + SAY)
    expect(bolas.get_by_label("What do you want to say?")).to_have_value("Half a thou")


def test_the_page_has_no_barriers(
    seats: dict[str, Membership], bolas: Page, live_server: LiveServer, barriers: Callable[[Page], list[str]]
) -> None:
    bolas.goto(live_server.url + SAY)
    bolas.get_by_text("Add a photo, a file or your voice", exact=True).click()
    assert barriers(bolas) == []


def test_nothing_goes_out_while_it_records(seats: dict[str, Membership], bolas: Page, live_server: LiveServer) -> None:
    bolas.goto(live_server.url + SAY)
    bolas.get_by_label("A worry").check()
    bolas.get_by_label("What do you want to say?").fill("Listen to this.")
    bolas.get_by_text("Add a photo, a file or your voice", exact=True).click()
    bolas.get_by_role("button", name="Record your voice").click()
    bolas.wait_for_timeout(1500)
    bolas.get_by_role("button", name="Say this").click()
    expect(bolas.locator("[data-said]")).to_contain_text("Your voice note is ready")
    expect(bolas.locator("[data-saved]")).to_contain_text("Saved at")
    assert not Contribution.objects.exists()
    bolas.wait_for_timeout(1100)  # two presses within a second are one
    bolas.get_by_role("button", name="Say this").click()
    expect(bolas.get_by_text("Thank you. Everyone in the project")).to_be_visible()
    assert Contribution.objects.get().form == Contribution.Form.RECORDING


def test_words_do_not_go_out_without_a_file_that_was_too_large_unless_they_say_so(
    seats: dict[str, Membership], bolas: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp3"
    with large.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    bolas.goto(live_server.url + SAY)
    bolas.get_by_label("A worry").check()
    bolas.get_by_label("What do you want to say?").fill("Listen to this.")
    bolas.get_by_text("Add a photo, a file or your voice", exact=True).click()
    bolas.locator("input[type=file]").set_input_files(large)
    expect(bolas.locator("[data-wrong]")).to_contain_text("larger than we can take")
    bolas.get_by_role("button", name="Say this").click()
    expect(bolas.locator("[data-wrong]")).to_contain_text("send your words without it")
    expect(bolas.locator("[data-wrong]")).to_be_focused()
    assert not Contribution.objects.exists()
    bolas.wait_for_timeout(1100)
    bolas.get_by_role("button", name="Say this").click()
    expect(bolas.get_by_text("Thank you. Everyone in the project")).to_be_visible()
    assert Contribution.objects.get().words == "Listen to this."
