"""Gwen takes part by post: Amina has packs made and enters what comes back by keyboard, with scripts or without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walk import Walk, choose, fill, heading, press, until

pytestmark = pytest.mark.browser
PROJECT = "short-breaks-for-carers"


def test_packs_are_made_posted_and_what_comes_back_is_entered_by_keyboard(walk: Walk) -> None:
    amina = walk.cast("amina")
    amina.goto(f"/projects/{PROJECT}/packs/")
    press(amina, "Make the packs")
    if walk.scripts:
        expect(amina.get_by_text("They are made.")).to_be_visible(timeout=60_000)
    else:
        until(lambda: amina.reload() and amina.get_by_text("They are made.").count(), "the packs")
    with amina.expect_download() as file:
        amina.get_by_role("link", name="Download to print").click()
    assert file.value.suggested_filename.endswith(".pdf")
    amina.goto("/desk/post/")
    code = amina.locator("tbody tr").last.get_by_role("link").inner_text()

    walk.without_mouse()
    amina.goto("/desk/replies/")
    expect(amina.locator("[name=q]")).to_be_focused()  # by itself, as soon as the page is drawn
    amina.keyboard.insert_text(f"{code[:3]} {code[3:]}".lower())
    with amina.expect_navigation():
        amina.keyboard.press("Enter")
    heading(amina, f"Gwen Parry · {code[:3]} {code[3:]}")
    choose(amina, say_0_choice="worry")
    fill(amina, say_0_words=f"Will the taxi wait for me, {walk.tag}?")
    press(amina, "Write it down, then the next")
    expect(amina.get_by_text("Gwen Parry: 1 reply is written down.")).to_be_visible()

    bola = walk.cast("bola")
    bola.goto(f"/projects/{PROJECT}/said/")
    said = bola.get_by_role("listitem").filter(has_text=f"Will the taxi wait for me, {walk.tag}?")
    expect(said.first).to_contain_text("on paper")
