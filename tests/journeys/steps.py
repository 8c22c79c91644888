"""Steps that several journeys take."""

import datetime as dt
import re
import zoneinfo

from playwright.sync_api import Page, expect

from tests.journeys.walk import Walk, choose, fill, fill_day, follow, heading, press, tick, until

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


def open_decision(amina: Page, project: str, question: str, proposal: str = "", method: str = "", **rules: str) -> None:
    amina.goto(f"{project}decisions/new?method={method}")
    closes = dt.datetime.now(LONDON).date() + dt.timedelta(days=7)
    fill(amina, question=question, **({"proposal": proposal} if proposal else {}))
    for name, words in rules.items():
        fill(amina, **{name: words}) if words else tick(amina, amina.locator(f"[name={name}]"))
    fill_day(amina, "closes_on", (closes.year, closes.month, closes.day))
    press(amina, "Open the decision")
    heading(amina, question)


def stand(page: Page, decision: str, stance: str, reason: str = "") -> None:
    page.goto(decision)
    choose(page, stance=stance)
    fill(page, reason=reason)
    press(page, re.compile("Send what I think|Change what I said"))
    expect(page.get_by_role("button", name=re.compile("Change what I said"))).to_be_visible()


def invite(amina: Page, project: str, *, name: str, reach_by: str, group: str = "use", **reach: str) -> None:
    amina.goto(f"{project}people/new")
    choose(amina, group=group, reach_by=reach_by)
    fill(amina, name=name, **reach)
    press(amina, "Send the invitation")
    expect(amina.get_by_text(f"{name} is invited.")).to_be_visible()


def say_yes_by_phone(amina: Page, project: str, name: str, **needs: str) -> None:
    amina.goto(f"{project}people/")
    follow(amina, re.compile(name))
    choose(amina, answer="yes", via="phone", **needs)
    press(amina, "Write it down")
    expect(amina.get_by_text("Written down.")).to_be_visible()


def join_online(walk: Walk, page: Page, email: str) -> None:
    page.goto(invitation_for(walk, email))
    follow(page, "Yes, I want to take part")
    press(page, "Say yes and join")
    press(page, "Send me a code")
    enter_code(walk, page, email)


def seat_of(walk: Walk, project: str, name: str) -> object:
    """Somebody's seat, as the addresses of pages name it."""
    sql = (
        "SELECT seat.id FROM projects_membership AS seat JOIN projects_project AS project ON project.id = project_id"
        " JOIN participants_person AS person ON person.id = person_id WHERE slug = %s AND person.name = %s"
    )
    return walk.app.value(sql, project.split("/")[2], name)


def make_packs(amina: Page, project: str) -> None:
    amina.goto(f"{project}packs/")
    press(amina, "Make the packs")
    until(lambda: amina.reload() and amina.get_by_text("They are made.").count(), "the packs")


def open_slip(walk: Walk, amina: Page, project: str, name: str) -> None:
    """The page on which what came back from somebody is entered, by the code on their newest slip."""
    newest = "SELECT code FROM projects_pack WHERE membership_id = %s ORDER BY id DESC LIMIT 1"
    code = str(walk.app.value(newest, seat_of(walk, project, name)))
    amina.goto("/desk/replies/")
    fill(amina, q=code)
    amina.locator("[name=q]").press("Enter")
    heading(amina, f"{name} · {code[:3]} {code[3:]}")


def say_on_slip(amina: Page, noun: str, *, words: str = "", **choices: str) -> None:
    for part, value in choices.items():
        tick(amina, amina.locator(f"[name^={noun}_][name$=_{part}][value='{value}']"))
    if words:
        amina.locator(f"[name^={noun}_][name$=_words]:visible").fill(words)
