"""A whole co-produced project in a browser, once with JavaScript and once without.

The steps are numbered from the invitation to "you said, we did". One test walks them in order: each stands on the last.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.app import App
from tests.journeys.steps import enter_code, invitation_for, open_decision, soon, stand, start_a_project
from tests.journeys.walk import Walk, choose, fill, fill_day, follow, heading, press, tick, until

pytestmark = pytest.mark.browser
PHONES = {"with-scripts": "001", "without-scripts": "002", "by-keyboard": "003"}  # in the middle of their numbers
PROPOSAL = "A break is for the carer to rest."
CHANGED = "A break is for the carer to rest, or to do something of their own choosing."
SHEET = """Name,E-mail address,Mobile,Group,Access requirements,Best way to contact
Priya Davies,priya@{tag}.example,07700 9{n}11,Expert by experience,BSL interpreter,email
Tomos Griffiths,,7700 9{n}12,Family carer,needs breaks,text
Omar O'Neill,omar@{tag}.example,07700 9{n}13,Social worker,,email
Nora Quinn,nora@{tag}.example,,Staff,,email
Zoë Morgan,not an email,,Service user,Easy Read,email
Omar Again,OMAR@{tag}.EXAMPLE,,Staff,,email
Bert Black,bert@{tag}.example,,Befriender,,email
"""


@pytest.fixture
def keyboard_walk(app: App, browser: Browser) -> Iterator[Walk]:
    one = Walk(app, browser, scripts=True, tag="by-keyboard")
    yield one
    one.close()


def test_joining_meeting_and_deciding_by_keyboard_alone(keyboard_walk: Walk, tmp_path: Path) -> None:
    """Steps 3 to 5; whatever has the focus must show it."""
    walk = keyboard_walk
    project = start_a_project(walk)
    bring_people_in(walk, project, tmp_path)
    walk.without_mouse()
    priya, tomos, omar = people_join(walk)
    meet(walk, project, priya, tomos)
    decide(walk, project, priya, tomos, omar)


def test_a_project_from_the_invitation_to_you_said_we_did(walk: Walk, tmp_path: Path) -> None:
    project = start_a_project(walk)
    bring_people_in(walk, project, tmp_path)
    priya, tomos, omar = people_join(walk)
    session = meet(walk, project, priya, tomos)
    decision = decide(walk, project, priya, tomos, omar)
    tell(walk, decision, priya)
    answer(walk, decision)
    nobody_else_sees_anything(walk, project, session, decision)
    decide_below_the_minimum(walk, project, omar)
    close_stages(walk, project, priya)
    read_the_record(walk, project, priya)


def bring_people_in(walk: Walk, project: str, folder: Path) -> None:
    """2. A spreadsheet: columns, groups, a preview before anything is written, and again without any change."""
    amina = walk.cast("amina")
    sheet = folder / "partners.csv"
    sheet.write_text(SHEET.format(tag=walk.tag, n=PHONES[walk.tag]), encoding="utf-8-sig")
    upload(amina, project, sheet)
    amina.get_by_label(re.compile("Befriender")).select_option("staff")
    press(amina, "Check what will happen")
    heading(amina, re.compile("This will happen"))
    for words in ("This is not an email address", "We put back the 0", "the same address in other capitals"):
        expect(amina.get_by_text(words).first).to_be_visible()
    press(amina, "Bring in 5 people")
    heading(amina, "5 people are here now")
    upload(amina, project, sheet)
    amina.get_by_label(re.compile("Befriender")).select_option("staff")
    press(amina, "Check what will happen")
    heading(amina, re.compile("This will happen"))
    expect(amina.get_by_role("button", name=re.compile("Bring in"))).to_have_count(0)


def upload(amina: Page, project: str, sheet: Path) -> None:
    amina.goto(f"{project}people/")
    follow(amina, "Bring in a spreadsheet")
    amina.locator("input[type=file]").set_input_files(sheet)
    press(amina, "Read the file")
    heading(amina, re.compile("Are these the right columns"))
    press(amina, "Go on to the groups")
    heading(amina, re.compile("Which group is each"))


def people_join(walk: Walk) -> tuple[Page, Page, Page]:
    """3. One by a link on a phone, one by text message, one declines; each bad invitation explains itself."""
    stranger = walk.window("stranger")
    stranger.goto("/invitation/ABCDEFGHJKMN/")
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()
    nora = walk.window("nora", phone=True)
    nora.goto(invitation_for(walk, f"nora@{walk.tag}.example"))
    press(nora, "No, thank you")
    expect(nora.get_by_role("heading", level=1)).not_to_contain_text("You are asked")
    priya = walk.window("priya", phone=True)
    link = invitation_for(walk, f"priya@{walk.tag}.example")
    priya.goto(link)
    expect(priya.get_by_text("Breaks that come before people are worn out.")).to_be_visible()
    follow(priya, "Yes, I want to take part")
    choose(priya, needs="bsl")
    press(priya, "Say yes and join")
    heading(priya, "You are part of it now")
    press(priya, "Send me a code")
    enter_code(walk, priya, f"priya@{walk.tag}.example")
    stranger.goto(link)
    heading(stranger, "This invitation is answered")
    tomos = walk.window("tomos", phone=True)
    tomos.goto(invitation_for(walk, phone(walk)))
    follow(tomos, "Yes, I want to take part")
    press(tomos, "Say yes and join")
    press(tomos, "Text me a code")
    enter_code(walk, tomos, phone(walk))
    omar = walk.window("omar")
    omar.goto(invitation_for(walk, f"omar@{walk.tag}.example"))
    follow(omar, "Yes, I want to take part")
    press(omar, "Say yes and join")
    press(omar, "Send me a code")
    enter_code(walk, omar, f"omar@{walk.tag}.example")
    return priya, tomos, omar


def phone(walk: Walk) -> str:
    """Tomos' number as the outbox shows it: its lost zero is back."""
    return f"07700 9{PHONES[walk.tag]}12"


def meet(walk: Walk, project: str, priya: Page, tomos: Page) -> str:
    """4. A session is planned and answered, people are reminded once, and who came is written down."""
    amina, starts = walk.cast("amina"), soon()
    amina.goto(f"{project}sessions/new")
    fill(amina, title="A worn-out week", purpose="Draw one week together.", starts=starts.strftime("%H:%M"))
    fill_day(amina, "day", (starts.year, starts.month, starts.day))
    fill(amina, ends=(starts + dt.timedelta(minutes=45)).strftime("%H:%M"), place="Mill Road Centre")
    fill(amina, online_link="https://meet.example.org/rest", access_notes="BSL interpreter booked.")
    fill(amina, safeguarding_contact="Helen Voss, 01632 960120", safeguarding_deputy="Tom Birch, 01632 960121")
    press(amina, "Plan it and ask everyone")
    heading(amina, "A worn-out week")
    session = amina.url.removeprefix(walk.app.url)
    for page, way in ((priya, "coming"), (tomos, "online")):
        page.goto("/")
        expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        follow(page, re.compile("A worn-out week"))
        choose(page, answer=way)
        press(page, re.compile("Send my answer"))
        page.goto(session)
        expect(page.get_by_text("Your answer").first).to_be_visible()
    walk.app.beat("projects.tasks.plan_reminders")
    to = f"priya@{walk.tag}.example"
    until(lambda: walk.letters(to, "“A worn-out week”: "), "the reminder of the day before")
    walk.app.beat("projects.tasks.plan_reminders")
    number = session.rstrip("/").rpartition("/")[2]
    walk.app.do(  # the day of the session comes
        "UPDATE projects_designsession SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'"
        " WHERE id = %s",
        int(number),
    )
    amina.goto(session)
    follow(amina, "Write down who came")
    for name in ("Priya Davies", "Tomos Griffiths"):
        tick(amina, amina.get_by_role("row", name=re.compile(name)).get_by_role("checkbox").first)
    press(amina, "Go on")
    heading(amina, "Is this right?")
    press(amina, "Yes, write it down")
    expect(amina.get_by_text("2 of 4").first).to_be_visible()
    assert walk.letters(to, "“A worn-out week”: ") == 1
    return session


def decide(walk: Walk, project: str, priya: Page, tomos: Page, omar: Page) -> str:
    """5. Consent: an objection changes the words, people are asked again, and the outcome says why."""
    amina = walk.cast("amina")
    open_decision(amina, project, "What is a break for?", PROPOSAL)
    decision = amina.url.removeprefix(walk.app.url)
    stand(priya, decision, "object", "Rest is not the only reason.")
    stand(tomos, decision, "consent")
    stand(omar, decision, "consent")
    amina.goto(f"{decision}wording")
    fill(amina, words=CHANGED, because="Priya said that rest is not the only reason.")
    meets = amina.locator("textarea[name^=meets_]").get_attribute("name")
    fill(amina, **{str(meets): "The words now say so."})
    press(amina, "Change the wording")
    expect(amina.get_by_text("something of their own choosing").first).to_be_visible()
    tomos.goto("/")
    expect(tomos.get_by_text("The wording has changed since you answered.")).to_be_visible()
    for page in (priya, tomos, omar):
        stand(page, decision, "consent")
    amina.goto(f"{decision}outcome")
    choose(amina, result="agreed")
    fill(amina, decided=CHANGED, reasons="People rest in different ways.", rejected="Breaks at weekends only.")
    if amina.locator("[name=early]").count():
        tick(amina, amina.locator("[name=early]"))
    press(amina, "Record the outcome")
    heading(amina, "Tell people what came of it")
    amina.goto(decision)
    expect(amina.get_by_text("Breaks at weekends only.").first).to_be_visible()
    expect(amina.get_by_text(re.compile("provisional", re.IGNORECASE))).to_have_count(0)
    return decision


def tell(walk: Walk, decision: str, priya: Page) -> None:
    """6. "You said, we did" goes to everyone who took part, and shows on their home."""
    amina = walk.cast("amina")
    amina.goto(f"{decision}feedback")
    boxes = amina.locator("textarea[name^=came_]")
    assert boxes.count() == 3
    for number in range(boxes.count()):
        boxes.nth(number).fill("The words now name both reasons.")
    press(amina, "Tell them")
    walk.letter(f"priya@{walk.tag}.example", "What came of what you said")
    priya.goto("/")
    expect(priya.get_by_role("heading", name="What changed because of you")).to_be_visible()
    expect(priya.get_by_text("The words now name both reasons.")).to_be_visible()


def answer(walk: Walk, decision: str) -> None:
    """7. The commissioner sees who took part, by group, and answers."""
    farah = walk.cast("farah")
    farah.goto("/decisions/")
    expect(farah.get_by_role("heading", level=1, name="Decisions")).to_be_visible()
    farah.goto(decision)
    expect(farah.get_by_text(re.compile("Carers"))).not_to_have_count(0)
    follow(farah, "Answer this decision")
    choose(farah, answer="accepted")
    fill(farah, reasons="It fits what we can pay for.")
    press(farah, "Send my answer")
    expect(farah.get_by_text("It fits what we can pay for.").first).to_be_visible()


def nobody_else_sees_anything(walk: Walk, *addresses: str) -> None:
    """7. Eve belongs to another organisation: every address is a 404 for her."""
    eve = walk.cast("eve")
    project = addresses[0]
    for path in (*addresses, f"{project}people/", f"{project}record/", f"{project}said/", f"{project}decisions/"):
        found = eve.goto(path)
        assert found is not None
        assert found.status == 404, path


def decide_below_the_minimum(walk: Walk, project: str, omar: Page) -> None:
    """5. Without a carer and a person who uses services the outcome says "provisional" wherever it shows."""
    amina = walk.cast("amina")
    open_decision(amina, project, "Where do we meet next?", "In the library.")
    decision = amina.url.removeprefix(walk.app.url)
    stand(omar, decision, "consent")
    amina.goto(f"{decision}outcome")
    choose(amina, result="agreed")
    fill(amina, decided="In the library.", reasons="It is near.", rejected="The town hall: too far.")
    tick(amina, amina.locator("[name=early]"))
    press(amina, "Record the outcome")
    heading(amina, "Tell people what came of it")
    for path in (decision, f"{project}decisions/"):
        amina.goto(path)
        expect(amina.get_by_text(re.compile("provisional", re.IGNORECASE)).filter(visible=True).first).to_be_visible()
    farah = walk.cast("farah")
    farah.goto("/decisions/")
    row = farah.get_by_role("row").filter(has_text="Where do we meet next?").filter(has_text=walk.tag)
    expect(row.get_by_text(re.compile("provisional", re.IGNORECASE)).filter(visible=True).first).to_be_visible()


def close_stages(walk: Walk, project: str, priya: Page) -> None:
    """8. Everyone is asked if the first stage is done. The second has nobody in it: it closes only with a reason."""
    amina = walk.cast("amina")
    amina.goto(f"{project}stages/1/closure")
    follow(amina, "Ask the partners")
    press(amina, "Ask everyone now")
    expect(amina.get_by_text("We are asking every partner now.")).to_be_visible()
    priya.goto(f"{project}stages/1/answer")
    tick(priya, priya.locator("[name=answer][value=concern]"))
    fill(priya, words="Keep the room warm.")
    press(priya, "Send my answer")
    not_done, left_out = "Not everyone says that it is done", "Not everyone has been part of it yet"
    close_with_reasons(amina, f"{project}stages/1/closure", not_done, "We asked them in the session.")
    close_with_reasons(amina, f"{project}stages/2/closure", left_out, "We settled this in the first stage already.")
    priya.goto(f"{project}stages/1/closure")
    expect(priya.get_by_text("Keep the room warm.").first).to_be_visible()
    priya.goto(f"{project}stages/2/closure")
    expect(priya.get_by_text("We settled this in the first stage already.").first).to_be_visible()


def close_with_reasons(amina: Page, closure: str, heading: str, reason: str) -> None:
    """Refused without a reason, then closed with one for each group that is missing."""
    amina.goto(closure)
    expect(amina.get_by_role("heading", name=heading)).to_be_visible()
    press(amina, "Close it all the same")
    expect(amina.get_by_text("There is a problem")).to_be_visible()
    reasons = amina.locator("textarea[name^=reason_]")
    for number in range(reasons.count()):
        reasons.nth(number).fill(reason)
    press(amina, "Close it all the same")


def read_the_record(walk: Walk, project: str, priya: Page) -> None:
    """9. The history of all this, for every partner."""
    priya.goto(f"{project}record/")
    for words in ("A worn-out week", "What is a break for?", "We settled this in the first stage already."):
        expect(priya.get_by_text(re.compile(re.escape(words))).first).to_be_visible()
    follow(priya, "Older")
    expect(priya.get_by_text(re.compile("started the project"))).to_be_visible()
