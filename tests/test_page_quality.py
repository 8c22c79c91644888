"""Every page of the running app: valid HTML, no barriers in any theme and width, nothing sideways at 320 px."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.fixtures.app import ROOT, App, Stop

pytestmark = pytest.mark.browser
OTHER_THEMES = ("dark", "cream", "contrast")  # the fifth, "system", is one of light and dark
NARROWEST = 320
WIDTHS = (360, 1280)
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
# What axe finds in each of some themes, on the page or on the `chosen` of its looks. One call: each takes its time.
RUN = """async ([themes, options, chosen]) => {
    const where = chosen ? {include: chosen.map(number => window.looks[number])} : document;
    const found = {};
    for (const theme of themes) {
        document.documentElement.dataset.theme = theme;
        found[theme] = (await axe.run(where, options)).violations;
    }
    return found;
}"""
# What is seen with words on it, once for each look: its element and all around it, with what a style can ask for.
LOOKS = """() => {
    const asked = ["class", "type", "disabled", "checked", "open", "aria-current", "aria-invalid", "data-label"];
    const name = one => one.localName + asked.map(what => `[${one.getAttribute(what)}]`).join("");
    const found = new Map();
    for (const one of document.body.querySelectorAll("*")) {
        const words = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!words && !one.matches("input, select, textarea")) continue;
        if (!one.checkVisibility({visibilityProperty: true})) continue;
        let look = "";
        for (let part = one; part; part = part.parentElement) look += " " + name(part);
        if (!found.has(look)) found.set(look, one);
    }
    window.looks = [...found.values()];
    return [...found.keys()];
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FEEDS = ("healthz", "readyz", "decisions:export_register")  # for machines, and a file to keep


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def sign_in(context: BrowserContext, app: App, stop: Stop) -> None:
    context.clear_cookies()
    if stop.session:
        context.add_cookies([{"name": "sessionid", "value": stop.session, "url": app.url}])


def visited(page: Page, app: App, tour: list[Stop]) -> Iterator[Stop]:
    """Open one page after the other as the person who may read it."""
    for stop in tour:
        if stop.name not in FEEDS:
            sign_in(page.context, app, stop)
            page.goto(app.at(stop.path))
            yield stop


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


def violations(
    page: Page, themes: tuple[str, ...], rules: dict[str, object] | None = None, chosen: list[int] | None = None
) -> dict[str, list[str]]:
    """What axe finds in each theme on the page, or on the `chosen` of its looks: a line for each rule that is broken
    and where. Its script must be on the page."""
    options = {"resultTypes": ["violations"], "preload": False, **(rules or {})}
    report = page.evaluate(RUN, [themes, options, chosen])
    return {
        theme: [f"{rule['id']}: {node['target']}" for rule in broken for node in rule["nodes"]]
        for theme, broken in report.items()
    }


def test_no_page_has_a_barrier_in_any_theme_and_width_or_scrolls_sideways(
    app: App, tour: list[Stop], page: Page
) -> None:
    """Every rule in the light theme; in the others what a theme can change, the colours, once for each look that any
    page has at a width."""
    found: dict[tuple[str, int], object] = {}
    known: dict[int, set[str]] = {width: set() for width in WIDTHS}
    for stop in visited(page, app, tour):
        widen(page, NARROWEST)
        found[stop.name, NARROWEST] = max(page.evaluate(SIDEWAYS), 0)
        page.evaluate(AXE)  # once a page: reading the script takes longer than running it
        for width in WIDTHS:
            widen(page, width)
            wrong = violations(page, ("light",))
            looks = page.evaluate(LOOKS)
            new = [number for number, look in enumerate(looks) if look not in known[width]]
            wrong |= violations(page, OTHER_THEMES, COLOURS, new) if new else {}
            known[width].update(looks)
            found[stop.name, width] = {theme: where for theme, where in wrong.items() if where}
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_every_page_is_valid_html(app: App, tour: list[Stop], tmp_path: Path) -> None:
    for number, stop in enumerate(tour):
        if stop.name not in FEEDS:
            (tmp_path / f"{number:03}-{stop.name.replace(':', '-').replace(' ', '-')}.html").write_text(html(app, stop))
    result = tmp_path / "report.json"
    command = ["node", "node_modules/.bin/html-validate", "--config", "tests/html-validate.json", "--formatter", "json"]
    with result.open("w") as out:  # a pipe would lose the end of a long report
        subprocess.run([*command, str(tmp_path)], cwd=ROOT, stdout=out, check=False)
    assert [
        f"{Path(page['filePath']).stem} line {one['line']}: {one['message']}"
        for page in json.loads(result.read_text())
        for one in page["messages"]
    ] == []


def html(app: App, stop: Stop) -> str:
    headers = {"Cookie": f"sessionid={stop.session}"} if stop.session else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(app.at(stop.path), headers=headers)) as answer:
            words: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        words = error.read().decode()
    return words
