"""A stage does not quietly close without the carers, and a private project is not there for anybody outside."""

import json
import re

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures.app import App, Stop
from tests.journeys.walk import Walk, fill, follow, heading, press

pytestmark = pytest.mark.browser
PROJECT = "/projects/short-breaks-for-carers/"
WHY = "Two carers are ill. We ring them in Develop, and open this stage again if they want that."


def test_carers_are_left_out_and_the_stage_does_not_quietly_close(walk: Walk) -> None:
    """Amina can't close it without a reason; Carys, a carer, reads the reason; then it is opened again."""
    amina, carys = walk.cast("amina"), walk.cast("carys")
    amina.goto(f"{PROJECT}stages/2/closure")
    heading(amina, "Close Define")
    gaps = amina.get_by_role("main").locator(".card--missing")
    expect(gaps.get_by_role("heading", name="Not everyone has been part of it yet")).to_be_visible()
    expect(gaps.get_by_role("listitem").filter(has_text="Carers")).not_to_have_count(0)
    press(amina, "Close it all the same")
    heading(amina, "Close Define")
    expect(amina.get_by_role("alert").get_by_text("Write why the stage goes on: Carers.")).to_be_visible()
    carys.goto(f"{PROJECT}stages/2/closure")
    heading(carys, "What is missing from Define")
    expect(carys.get_by_text("The stage cannot close quietly without them")).to_be_visible()

    for box in amina.locator("textarea:visible").all():
        box.fill(WHY)
    press(amina, "Close it all the same")
    expect(amina.get_by_text("Define is closed.")).to_be_visible()

    carys.goto(f"{PROJECT}stages/2/closure")
    heading(carys, "How Define was closed")
    expect(carys.get_by_role("heading", name="It went on without")).to_be_visible()
    expect(carys.get_by_text(WHY).first).to_be_visible()

    amina.goto(f"{PROJECT}stages/2/closure")
    follow(amina, "Open it again")
    fill(amina, because="The carers can come now.")
    press(amina, re.compile("[Oo]pen"))
    amina.goto(f"{PROJECT}stages/2/closure")
    heading(amina, "Close Define")


@pytest.mark.parametrize("who", ["eve", "farah", "amina"])
def test_a_private_project_is_not_there_for_anybody_outside(
    app: App, browser: Browser, tour: list[Stop], who: str
) -> None:
    """Idris's own page: an outsider, the commissioner and the organisation's facilitator try what they can think of."""
    slug, title = private_project(app)
    walk = Walk(app, browser, scripts=True, tag=who)
    page = walk.cast(who)
    here = re.compile("^/projects/[^/]+/")
    tried = {here.sub(f"/projects/{slug}/", each.path) for each in tour if here.match(each.path)}
    statuses = {path: page.request.get(path).status for path in sorted(tried)}
    assert len(statuses) > 40
    assert {path: status for path, status in statuses.items() if status not in (404, 405)} == {}
    page.goto(f"/projects/{slug}/")
    expect(page.get_by_role("heading", level=1, name="We can't find this page")).to_be_visible()
    for path in ("/", "/projects/", "/account/", "/learning/", f"{PROJECT}search/?q={title}"):
        page.goto(path)
        assert title not in page.get_by_role("main").inner_text().replace(f"“{title}”", "")
        assert slug not in page.content()
    walk.close()


def private_project(app: App) -> tuple[str, str]:
    """Where it is, and what it is called."""
    found = app.value("SELECT json_build_array(slug, name) FROM projects_project WHERE scope = 'support' LIMIT 1")
    slug, title = json.loads(found) if isinstance(found, str) else found  # type: ignore[misc]
    return str(slug), str(title)
