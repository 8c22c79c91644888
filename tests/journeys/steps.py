"""Steps that several journeys take."""

import datetime as dt
import re
import zoneinfo

from playwright.sync_api import Page, expect

from tests.journeys.walk import Walk, choose, fill, fill_day, follow, heading, press

LONDON = zoneinfo.ZoneInfo("Europe/London")


def start_a_project(walk: Walk) -> str:
    """1. A project from a stage template; the groups are there, and who has the final say. Returns its address."""
    amina = walk.cast("amina")
    amina.goto("/projects/")
    follow(amina, "Start a project")
    fill(amina, name=f"Rest that fits {walk.tag}", purpose="Breaks that come before people are worn out.")
    choose(amina, template="double_diamond", group="staff")
    fill(amina, final_say="This group, and Farah answers in writing.", answer_days="10")
    press(amina, "Look at the stages")
    heading(amina, re.compile("The stages of"))
    press(amina, "Start the project")
    heading(amina, f"Rest that fits {walk.tag}")
    expect(amina.get_by_text("Discover").first).to_be_visible()
    return amina.url.removeprefix(walk.app.url)


def invitation_for(walk: Walk, to: str) -> str:
    about = "join" if "@" in to else "invit"
    return walk.link_in(walk.letter(to, about if "@" in to else ""), "/invitation/")


def enter_code(walk: Walk, page: Page, to: str) -> None:
    heading(page, re.compile("Look (in your email|at your phone)"))
    words = walk.letter(to, "is your code")
    found = re.search(r"\b([0-9A-Z]{3}) ?([0-9A-Z]{3})\b", words)
    assert found, words
    fill(page, code=found[1] + found[2])
    press(page, "Sign in")
    expect(page.get_by_role("link", name="Account")).to_be_visible()


def soon() -> dt.datetime:
    """Less than a day from now, on the hour, and not across midnight."""
    moment = dt.datetime.now(LONDON) + dt.timedelta(hours=20)
    moment = moment.replace(minute=0, second=0, microsecond=0)
    return moment - dt.timedelta(hours=2) if moment.hour == 23 else moment


def open_decision(amina: Page, project: str, question: str, proposal: str) -> None:
    amina.goto(f"{project}decisions/new")
    closes = dt.datetime.now(LONDON).date() + dt.timedelta(days=7)
    fill(amina, question=question, proposal=proposal)
    fill_day(amina, "closes_on", (closes.year, closes.month, closes.day))
    press(amina, "Open the decision")
    heading(amina, question)


def stand(page: Page, decision: str, stance: str, reason: str = "") -> None:
    page.goto(decision)
    choose(page, stance=stance)
    fill(page, reason=reason)
    press(page, re.compile("Send what I think|Change what I said"))
    expect(page.get_by_role("button", name=re.compile("Change what I said"))).to_be_visible()
