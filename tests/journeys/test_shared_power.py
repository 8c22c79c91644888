"""Deciding together: ranked by keyboard and by paper slip, in private, and a decision that waits for one phone call."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.app import App
from tests.journeys.steps import (
    invite,
    join_online,
    make_packs,
    open_decision,
    open_slip,
    say_yes_by_phone,
    stand,
    start_a_project,
)
from tests.journeys.walk import KEYBOARDS, Walk, choose, fill, follow, heading, press, press_on, tick, until

pytestmark = pytest.mark.browser
IDA, CAI, PRIYA = "Ida Slip", "Cai Ring", "Priya Keys"
OPTIONS = "A taxi that waits\nA sitter in the evening\nLunch together"
PROVISIONAL = re.compile("provisional", re.IGNORECASE)


def gathered(walk: Walk) -> tuple[str, Page, Page]:
    """A project with Priya online, Ida by post, and Cai, the one carer, by phone."""
    project = start_a_project(walk)
    amina, priya = walk.cast("amina"), walk.window("priya", phone=True)
    email = f"priya@{walk.tag}.example"
    invite(amina, project, name=PRIYA, reach_by="email", email=email)
    join_online(walk, priya, email)
    invite(amina, project, name=IDA, reach_by="post", address="2 Mill Road, Northdale")
    say_yes_by_phone(amina, project, IDA)
    invite(amina, project, name=CAI, reach_by="phone", group="carers", phone="01632 960 123")
    say_yes_by_phone(amina, project, CAI)
    return project, amina, priya


def test_ranked_by_keyboard_and_by_paper_slip_then_in_private(app: App, browser: Browser) -> None:
    walk = Walk(app, browser, scripts=True, tag="ranked")
    project, amina, priya = gathered(walk)
    KEYBOARDS.add(priya)  # she uses no mouse
    ranked(walk, project, amina, priya)
    in_private(walk, project, amina, priya)
    walk.close()


def ranked(walk: Walk, project: str, amina: Page, priya: Page) -> None:
    open_decision(amina, project, "Which comes first?", method="ranked", options=OPTIONS)
    decision = amina.url.removeprefix(walk.app.url)
    priya.goto(decision)
    fill(priya, says_2="1", says_1="2", reason="Evenings are the worst.")
    press(priya, "Send what I think")
    expect(priya.get_by_text("put in order: 2, 1")).to_be_visible()
    make_packs(amina, project)
    open_slip(walk, amina, project, IDA)
    for place, number in ("1", 2), ("2", 3):
        amina.locator(f"[name^=decision_][name$=_choice_{number}]").fill(place)
    press(amina, "Write it down, then the next")
    expect(amina.get_by_text(f"{IDA}: 1 reply is written down.")).to_be_visible()
    amina.goto(decision)
    expect(amina.get_by_role("main")).not_to_contain_text("put in order")
    by_phone(amina, decision, CAI, says_1="1")
    amina.goto(decision)
    fill(amina, says_1="1", says_3="2")
    press(amina, "Send what I think")
    close(amina, decision)
    expect(amina.get_by_text("These were level").or_(amina.get_by_text("Chosen:")).first).to_be_visible()
    priya.goto(decision)
    expect(priya.get_by_text(f"{IDA} put in order: 2, 3")).to_be_visible()
    expect(priya.get_by_text("on paper, entered by Amina Yusuf")).to_be_visible()
    follow(priya, "See how it was counted, step by step")
    heading(priya, "How it was counted")
    expect(priya.get_by_role("heading", name="Round 1")).to_be_visible()
    expect(priya.get_by_role("link", name="Each against each")).to_be_visible()


def by_phone(amina: Page, decision: str, name: str, **said: str) -> None:
    amina.goto(f"{decision}position/for")
    label = amina.locator("[name=partner] option").filter(has_text=name).get_attribute("value")
    amina.locator("[name=partner]").select_option(label)
    choose(amina, via="phone", **({"stance": said.pop("stance")} if "stance" in said else {}))
    fill(amina, **said)
    press(amina, re.compile("Write it down|Put it on the record|Save"))
    expect(amina.get_by_text("It is on the record").first).to_be_visible()


def close(amina: Page, decision: str) -> None:
    """Everybody has answered, so it closes at once."""
    amina.goto(f"{decision}closing")
    fill(amina, because="We have all said it.")
    press(amina, re.compile("Close"))
    heading(amina, re.compile("[Oo]utcome"))


def in_private(walk: Walk, project: str, amina: Page, priya: Page) -> None:
    """Five answer; everybody reads who, and nobody what each of them said."""
    invite(amina, project, name="Dee Ring", reach_by="phone", group="staff", phone="01632 960 124")
    say_yes_by_phone(amina, project, "Dee Ring")
    rules = {"proposal": "We meet in the morning.", "private": ""}
    open_decision(amina, project, "Mornings, then?", method="majority", **rules)
    decision = amina.url.removeprefix(walk.app.url)
    priya.goto(decision)
    choose(priya, stance="no")
    fill(priya, reason="I can hardly get up.")
    press(priya, "Send what I think")
    expect(priya.get_by_text("You have taken part.")).to_be_visible()
    expect(priya.get_by_role("button", name=re.compile("Send what|Change what"))).to_have_count(0)
    for name in (IDA, CAI, "Dee Ring"):
        by_phone(amina, decision, name, stance="yes")
    amina.goto(decision)
    choose(amina, stance="yes")
    press(amina, "Send what I think")
    close(amina, decision)
    amina.goto(decision)
    main = amina.get_by_role("main")
    expect(main).to_contain_text("Yes: 4. No: 1.")
    expect(main).to_contain_text("Took part: Priya Keys")
    follow(amina, "What people added, without names")
    expect(amina.get_by_text("I can hardly get up.")).to_be_visible()
    for path in (decision, f"{decision}positions", f"{project}record/", f"{project}register/"):
        amina.goto(path)
        assert "Priya Keys says no" not in amina.get_by_role("main").inner_text()


def test_one_phone_call_makes_it_stand_and_three_channels_tell_people(app: App, browser: Browser) -> None:
    """Without scripts. At the end the commissioner answers, late."""
    walk = Walk(app, browser, scripts=False, tag="call")
    project, amina, priya = gathered(walk)
    open_decision(amina, project, "What helps most?", "Somebody who comes for one night.")
    decision = amina.url.removeprefix(walk.app.url)
    stand(priya, decision, "consent")
    by_phone(amina, decision, IDA, stance="consent")
    record(amina, decision)
    for page, path in ((amina, decision), (priya, f"{project}decisions/"), (walk.cast("farah"), "/decisions/")):
        page.goto(path)
        row = page.get_by_role("main").get_by_text(PROVISIONAL).filter(visible=True)
        expect(row.first).to_be_visible()
    by_phone(amina, decision, CAI, stance="consent")
    expect(amina.get_by_text("No group is missing any more").first).to_be_visible()
    priya.goto(decision)
    expect(priya.get_by_text("A group was missing at first. It stands since")).to_be_visible()
    expect(priya.locator(".tag").get_by_text(PROVISIONAL)).to_have_count(0)
    tell(walk, amina, priya, decision)
    answer_late(walk, decision, priya)
    walk.close()


def record(amina: Page, decision: str) -> None:
    amina.goto(f"{decision}outcome")
    choose(amina, result="agreed")
    fill(amina, decided="One night each month.", reasons="It is what people need.", rejected="Nothing.")
    tick(amina, amina.locator("[name=early]"))
    press(amina, "Record the outcome")


def tell(walk: Walk, amina: Page, priya: Page, decision: str) -> None:
    """By email, by letter and by phone; it is unfinished until all of them have been told."""
    amina.goto(f"{decision}feedback")
    for box in amina.locator("textarea[name^=came_]").all():
        box.fill("You said that nights are the worst. We begin with those.")
    press(amina, "Tell them")
    walk.letter(f"priya@{walk.tag}.example", "What came of what you said")
    priya.goto(decision)
    expect(priya.get_by_text(re.compile(r"People not yet told \(\d of 3\)"))).to_be_visible()
    for name in (IDA, CAI):
        done = amina.get_by_role("button", name=re.compile(f"Mark as done ?: {name}, What came of"))
        until(lambda: amina.goto("/desk/") and done.count(), f"what to tell {name}")  # noqa: B023 (looked at at once)
        press_on(amina, done)
    priya.goto(decision)
    expect(priya.get_by_text("All 3 people who took part have been told.")).to_be_visible()


def answer_late(walk: Walk, decision: str, priya: Page) -> None:
    number, slug = int(decision.rstrip("/").rpartition("/")[2]), decision.split("/")[2]
    walk.app.do(  # the days go by
        "SET session_replication_role = replica;"
        "UPDATE decisions_outcome SET answer_due_on = current_date - 3 FROM decisions_decision AS decision"
        f" JOIN projects_project AS project ON project.id = project_id AND slug = '{slug}'"
        f" WHERE decision.id = decision_id AND decision.number = {number}"
    )
    priya.goto(decision)
    expect(priya.get_by_text(re.compile("overdue", re.IGNORECASE)).first).to_be_visible()
    farah = walk.cast("farah")
    farah.goto("/")
    waits = farah.get_by_role("listitem").filter(has_text="What helps most?").filter(has_text="Your answer is overdue.")
    waits.get_by_role("link", name=re.compile("Answer this decision")).click()
    choose(farah, answer="in_part")
    fill(farah, reasons="One night each quarter is what we can pay for this year.")
    press(farah, "Send my answer")
    priya.goto(decision)
    expect(priya.get_by_text("One night each quarter is what we can pay for this year.").first).to_be_visible()
    expect(priya.get_by_text(re.compile("overdue", re.IGNORECASE)).filter(visible=True)).to_have_count(0)
    walk.letter(f"priya@{walk.tag}.example", "answer")
