"""People in their browsers, walking through the running app."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, expect

from coproduce.demo.cast import CAST
from tests.fixtures.app import App

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 60  # seconds for what a worker does in its own time


def until[Found](look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"This did not come: {what}")


@dataclass
class Walk:
    """One walk. `tag` keeps its people apart from those of other walks; `scripts` says whether JavaScript is on."""

    app: App
    browser: Browser
    scripts: bool
    tag: str
    keyboard: bool = False
    pages: dict[str, Page] = field(default_factory=dict)

    def window(self, who: str, *, phone: bool = False) -> Page:
        """Somebody's own browser, the same each time."""
        if who not in self.pages:
            size = PHONE if phone else DESK
            context = self.browser.new_context(
                viewport={"width": size["width"], "height": size["height"]},
                java_script_enabled=self.scripts,
                base_url=self.app.url,
                reduced_motion="reduce",
            )
            self.pages[who] = context.new_page()
            if self.keyboard:
                KEYBOARDS.add(self.pages[who])
        return self.pages[who]

    def without_mouse(self) -> None:
        """From now on everybody uses the keyboard alone."""
        self.keyboard = True
        KEYBOARDS.update(self.pages.values())

    def cast(self, key: str) -> Page:
        """A member of the cast, who enters from the start page."""
        if key not in self.pages:
            page = self.window(key)
            page.goto("/enter/")
            press(page, re.compile(f"Enter as {CAST[key].name}"))
            expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        return self.pages[key]

    def letters(self, to: str, about: str) -> int:
        """How many messages to somebody with these words in their line the outbox shows first."""
        page = self.window("postman")
        page.goto("/outbox/")
        return page.get_by_role("listitem").filter(has_text=to).filter(has_text=about).count()

    def letter(self, to: str, about: str) -> str:
        """The words of the newest message to somebody about something, once it has come."""
        until(lambda: self.letters(to, about), f"a message to {to} about {about}")
        page = self.window("postman")
        page.get_by_role("listitem").filter(has_text=to).filter(has_text=about).first.get_by_role("link").click()
        page.wait_for_url("**/outbox/*/")
        return page.locator(".words").inner_text()

    def link_in(self, words: str, part: str) -> str:
        """The address in a message that holds `part`, without its host."""
        found = re.search(rf"{re.escape(self.app.url)}(\S*{part}\S*)", words)
        assert found, words
        return found[1].rstrip(".)")

    def close(self) -> None:
        for page in self.pages.values():
            KEYBOARDS.discard(page)
            page.context.close()


def fill(page: Page, **values: str) -> None:
    """Boxes by the names of their fields."""
    for name, value in values.items():
        box = page.locator(f"[name={name}]:visible")
        if by_keyboard(page):
            reach(page, box)
            page.keyboard.press("Control+A")
            page.keyboard.press("Delete")
            page.keyboard.insert_text(value)
        else:
            box.fill(value)


def choose(page: Page, **values: str) -> None:
    """Radio buttons and boxes to tick, by field and value."""
    for name, value in values.items():
        tick(page, page.locator(f"[name={name}][value='{value}']"))


def tick(page: Page, box: Locator) -> None:
    """One box to tick or one radio button. By keyboard, arrows move between the radio buttons of a question."""
    if not by_keyboard(page):
        box.check()
        return
    if box.get_attribute("type") == "radio":
        reach(page, page.locator(f"[name={box.get_attribute('name')}]"))
        for _step in range(50):
            if focused(box) == 0:
                break
            page.keyboard.press("ArrowDown")
    else:
        reach(page, box)
    if not box.is_checked():
        page.keyboard.press("Space")
    expect(box).to_be_checked()


def fill_day(page: Page, name: str, day: "tuple[int, int, int]") -> None:
    """Year, month, day into the three boxes of a day."""
    year, month, number = day
    fill(page, **{f"{name}_0": str(number), f"{name}_1": str(month), f"{name}_2": str(year)})


def press(page: Page, name: str | re.Pattern[str]) -> None:
    press_on(page, page.get_by_role("button", name=name))


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    press_on(page, page.get_by_role("main").get_by_role("link", name=name).first)


def press_on(page: Page, target: Locator) -> None:
    if by_keyboard(page):
        reach(page, target)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        # What comes next may look at the page at once, and a click can return before the browser has left it.
        with page.expect_navigation(wait_until="commit"):
            target.click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Waits until the page with this main heading is there."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


KEYBOARDS: "set[Page]" = set()  # the windows whose person uses no mouse


def by_keyboard(page: Page) -> bool:
    return page in KEYBOARDS


def focused(target: Locator) -> int:
    """Which of them has the focus, or -1."""
    return int(target.evaluate_all("all => all.indexOf(document.activeElement)"))


def reach(page: Page, target: Locator) -> None:
    """Press Tab until one of `target` has the focus, and see that it shows and that nothing covers it."""
    expect(target.first).to_be_visible()
    for _step in range(300):
        page.keyboard.press("Tab")
        if (number := focused(target)) >= 0:
            assert target.nth(number).evaluate(SHOWS_FOCUS), f"{target} does not show that it has the focus"
            return
    raise AssertionError(f"Tab does not lead to {target}")


# An outline, a shadow or another border than without the focus, on the element or on the label drawn for it.
SHOWS_FOCUS = """element => {
    const drawn = [element, element.nextElementSibling, element.labels && element.labels[0]].filter(Boolean);
    const marks = one => [getComputedStyle(one), getComputedStyle(one, "::before")]
        .flatMap(style => [style.outline, style.boxShadow, style.borderColor, style.borderWidth, style.background]);
    const focused = drawn.map(marks).flat().join();
    element.blur();
    const plain = drawn.map(marks).flat().join();
    element.focus();
    return focused !== plain;
}"""
