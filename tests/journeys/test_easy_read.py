"""Idris needs Easy Read: he reads a session, a stage and a decision in it, and answers, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walk import Walk, choose, fill, follow, heading, press

pytestmark = pytest.mark.browser
PROJECT = "/projects/short-breaks-for-carers/"
LATER = "Choosing what to try first"


def test_a_partner_reads_and_answers_in_easy_read_words(walk: Walk) -> None:
    write_it(walk)
    idris = walk.cast("idris")
    read_the_stage(idris)
    answer_the_session(idris)
    decide(idris)


def lines(page: Page) -> list[str]:
    """Waits until there are some."""
    words = page.get_by_role("region", name="Easy Read").locator("p:not(.quiet)")
    expect(words).not_to_have_count(0)
    return words.all_inner_texts()


def write_it(walk: Walk) -> None:
    """1. Amina hears that somebody needs it, writes a hard word, is told so, and writes an easier one."""
    amina = walk.cast("amina")
    amina.goto(f"{PROJECT}sessions/")
    follow(amina, LATER)
    heading(amina, LATER)
    follow(amina, re.compile("Easy Read words"))
    heading(amina, "Write Easy Read words")
    fill(amina, words="Stakeholders will choose together.")
    press(amina, "Save the Easy Read words")
    expect(amina.get_by_role("heading", name="These lines may be hard to read")).to_be_visible()
    expect(amina.get_by_text("is a hard word")).to_be_visible()
    fill(amina, words=f"We meet online.\nWe choose what to try first. It is our walk {walk.tag}.")
    press(amina, "See how it looks")
    expect(amina.get_by_text("we found no hard words")).to_be_visible()
    press(amina, "Save the Easy Read words")
    heading(amina, "Choose pictures")
    amina.get_by_role("group", name="We meet online.").get_by_label("a laptop").check()
    press(amina, "Save the pictures")
    heading(amina, LATER)
    expect(amina.locator(".easy .picture")).to_have_count(1)
    assert lines(amina) == ["We meet online.", "We choose what to try first.", f"It is our walk {walk.tag}."]


def read_the_stage(idris: Page) -> None:
    """2. On the first page of the project he finds what the stage is for, and the full words one link away."""
    idris.goto(PROJECT)
    assert "You can’t change how much money there is." in lines(idris)
    idris.get_by_role("link", name="Read the full words").click()
    expect(idris.get_by_text("The council set it in March")).to_be_visible()
    idris.get_by_role("link", name="Easy Read", exact=True).click()
    expect(idris.get_by_role("region", name="Easy Read")).to_be_visible()


def answer_the_session(idris: Page) -> None:
    """3. He says that he comes, and is told in plain words where he has not chosen."""
    idris.goto(f"{PROJECT}sessions/")
    follow(idris, LATER)
    assert lines(idris)[0] == "We meet online."
    choose(idris, answer="online")
    expect(idris.get_by_label("Yes. I will join on the internet.")).to_be_checked()
    fill(idris, needs="My signer comes too.")
    press(idris, "Show the full words and keep what I wrote")
    expect(idris.get_by_label("Yes, online")).to_be_checked()
    press(idris, "Show Easy Read and keep what I wrote")
    expect(idris.locator("[name=needs]")).to_have_value("My signer comes too.")
    press(idris, re.compile("my answer"))
    expect(idris.get_by_text("We look forward to seeing you")).to_be_visible()
    heading(idris, LATER)
    expect(idris.get_by_label("Yes. I will join on the internet.")).to_be_checked()


def decide(idris: Page) -> None:
    """4. He asks something about the decision first, then says yes."""
    idris.goto(f"{PROJECT}decisions/")
    follow(idris, "What should a short break be for?")
    assert "A break is time for the carer to rest." in lines(idris)
    choose(idris, stance="question")
    fill(idris, reason="")
    press(idris, "Change what I said")
    expect(idris.get_by_text("Write what you want to ask.").first).to_be_visible()
    fill(idris, reason="Can I rest at home?")
    press(idris, "Change what I said")
    expect(idris.get_by_text("You said: I want to ask something first.")).to_be_visible()
    choose(idris, stance="consent")
    fill(idris, reason="")
    press(idris, "Change what I said")
    expect(idris.get_by_text("You said: Yes. It is OK for me.")).to_be_visible()
    assert "A break is time for the carer to rest." in lines(idris)
