"""Ida has no internet: a whole stage by post and phone, with Sam's help. She counts as Priya does, who is online."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import (
    enter_code,
    invite,
    join_online,
    make_packs,
    open_decision,
    open_slip,
    say_on_slip,
    say_yes_by_phone,
    seat_of,
    soon,
    stand,
    start_a_project,
)
from tests.journeys.walk import Walk, choose, fill, fill_day, follow, heading, press, tick

pytestmark = pytest.mark.browser
IDA, PRIYA = "Ida Post", "Priya Online"
TAG = "stage-"


def test_a_whole_stage_by_post_and_phone_counts_the_same_as_online(walk: Walk) -> None:
    project = start_a_project(walk)
    amina, priya, sam = walk.cast("amina"), walk.window("priya", phone=True), walk.window("sam", phone=True)
    ida_joins(walk, amina, project)
    priya_joins(walk, amina, project, priya)
    ida_chooses_sam(walk, amina, project, sam)
    session = plan_a_session(amina, project)
    priya.goto(f"{session}answer")
    choose(priya, answer="coming")
    press(priya, "Send my answer")
    sam_answers_for_ida(sam)
    they_come(walk, amina, session)
    open_decision(amina, project, "Who hears first?", "Those who have waited longest.")
    decision = amina.url.removeprefix(walk.app.url)
    ask_if_the_stage_is_done(amina, project)
    priya_answers(priya, project, decision)
    idas_slip(walk, amina, project)
    both_count_the_same(amina, project)


def ida_joins(walk: Walk, amina: Page, project: str) -> None:
    """By letter; she rings to say yes."""
    invite(amina, project, name=IDA, reach_by="post", address="2 Mill Road, Northdale")
    say_yes_by_phone(amina, project, IDA, needs="large_print")


def priya_joins(walk: Walk, amina: Page, project: str, priya: Page) -> None:
    email = f"priya@{walk.tag}.example"
    invite(amina, project, name=PRIYA, reach_by="email", email=email)
    join_online(walk, priya, email)


def ida_chooses_sam(walk: Walk, amina: Page, project: str, sam: Page) -> None:
    """On the phone, to answer for sessions alone; Sam says yes as himself."""
    email = f"sam@{walk.tag}.example"
    amina.goto(f"{project}people/{seat_of(walk, project, IDA)}/supporters/new")
    choose(amina, via="phone", things="answer")
    fill(amina, name="Sam Post", reach=email)
    press(amina, "Ask this person")
    expect(amina.get_by_text("We are asking Sam Post now.")).to_be_visible()
    sam.goto(walk.link_in(walk.letter(email, "support"), "/support/"))
    heading(sam, f"{IDA} would like you to support them")
    follow(sam, "Sign in to answer")
    fill(sam, reach=email)
    press(sam, re.compile("code"))
    enter_code(walk, sam, email)
    press(sam, "Yes, I will help")
    expect(sam.get_by_text("You can help from now on.")).to_be_visible()
    expect(sam.locator("body")).to_contain_text(IDA)


def plan_a_session(amina: Page, project: str) -> str:
    starts = soon()
    amina.goto(f"{project}sessions/new")
    fill(amina, title="Who waits", starts=starts.strftime("%H:%M"), place="Mill Road Centre")
    fill(amina, ends=(starts + dt.timedelta(minutes=45)).strftime("%H:%M"))
    fill_day(amina, "day", (starts.year, starts.month, starts.day))
    fill(amina, safeguarding_contact="Helen Voss, 01632 960120", safeguarding_deputy="Tom Birch, 01632 960121")
    press(amina, "Plan it and ask everyone")
    heading(amina, "Who waits")
    return amina.url.removeprefix(amina.url.partition("/projects/")[0])


def sam_answers_for_ida(sam: Page) -> None:
    sam.goto("/")
    waits = sam.get_by_role("listitem").filter(has_text="Who waits")
    expect(waits).to_contain_text(f"For {IDA}")
    waits.get_by_role("link").click()
    heading(sam, f"Can {IDA} come to “Who waits”?")
    choose(sam, answer="coming")
    press(sam, "Send the answer")
    expect(sam.get_by_role("heading", name="Who waits")).to_be_visible()


def they_come(walk: Walk, amina: Page, session: str) -> None:
    """Priya in the room, Ida by phone."""
    past = "starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'"
    number = int(session.rstrip("/").rpartition("/")[2])
    walk.app.do(f"UPDATE projects_designsession SET {past} WHERE id = %s", number)
    amina.goto(f"{session}attendance")
    tick(amina, row(amina, PRIYA).get_by_role("checkbox").first)
    tick(amina, row(amina, IDA).get_by_role("checkbox").last)
    press(amina, "Go on")
    press(amina, "Yes, write it down")
    expect(amina.get_by_text("2 of 2").first).to_be_visible()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(name)))


def ask_if_the_stage_is_done(amina: Page, project: str) -> None:
    """It ends in a few days, so that people are also asked what it felt like."""
    ends = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    amina.goto(f"{project}stages/1/change")
    fill_day(amina, "ends_on", (ends.year, ends.month, ends.day))
    press(amina, "Save")
    amina.goto(f"{project}stages/1/question")
    press(amina, "Ask everyone now")
    expect(amina.get_by_text("We are asking every partner now.")).to_be_visible()


def priya_answers(priya: Page, project: str, decision: str) -> None:
    stand(priya, decision, "consent")
    priya.goto(f"{project}stages/1/answer")
    choose(priya, answer="yes")
    press(priya, "Send my answer")
    priya.goto(f"{project}stages/1/check-in")
    choose(priya, rung="co_design", heard="4", knows="4")
    press(priya, "Send my answers")
    priya.goto(f"{project}said/new")
    choose(priya, kind="worry")
    fill(priya, words="I wait and nobody rings.")
    press(priya, "Say this")


def idas_slip(walk: Walk, amina: Page, project: str) -> None:
    """A pack in large print; what comes back is entered by its code."""
    make_packs(amina, project)
    open_slip(walk, amina, project, IDA)
    say_on_slip(amina, "decision", choice="consent")
    say_on_slip(amina, "done", choice="not_yet", words="Ring those who wait.")
    say_on_slip(amina, "felt", choice="informing", heard="3", knows="2")
    say_on_slip(amina, "say", choice="worry", words="The letter came late.")
    press(amina, "Write it down, then the next")
    expect(amina.get_by_text(f"{IDA}: 4 replies are written down.")).to_be_visible()


def both_count_the_same(amina: Page, project: str) -> None:
    """In the map, in the facts behind it, and in what is missing from the stage."""
    amina.goto(f"{project}involvement/1/use")
    expect(amina.get_by_text("2 of 2 partners of this group took part in this stage.")).to_be_visible()
    facts = {
        name: set(re.findall(r"came|said|decided", row(amina, name).inner_text().lower())) for name in (IDA, PRIYA)
    }
    assert facts == {IDA: {"came", "said", "decided"}, PRIYA: {"came", "said", "decided"}}
    expect(row(amina, IDA)).to_contain_text("by phone")
    expect(row(amina, IDA)).to_contain_text("on paper, entered by Amina Yusuf")
    amina.goto(f"{project}stages/1/closure")
    expect(amina.get_by_text("Ring those who wait.").first).to_be_visible()
