"""People in their browsers, walking through the running app."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

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
    raise AssertionError(f"This did not come: {what}")


@dataclass
class Walk:
    """One walk. `tag` keeps its people apart from those of other walks; `scripts` says whether JavaScript is on."""

    app: App
    browser: Browser
    scripts: bool
    tag: str
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
        return self.pages[who]

    def cast(self, key: str) -> Page:
        """A member of the cast, who enters from the start page."""
        if key not in self.pages:
            page = self.window(key)
            page.goto("/enter/")
            page.get_by_role("button", name=f"Enter as {CAST[key].name}").click()
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
        return page.locator(".words").inner_text()

    def link_in(self, words: str, part: str) -> str:
        """The address in a message that holds `part`, without its host."""
        found = re.search(rf"{re.escape(self.app.url)}(\S*{part}\S*)", words)
        assert found, words
        return found[1].rstrip(".)")

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


def fill(page: Page, **values: str) -> None:
    """Boxes by the names of their fields."""
    for name, value in values.items():
        page.locator(f"[name={name}]:visible").fill(value)


def choose(page: Page, **values: str) -> None:
    """Radio buttons and boxes to tick, by field and value."""
    for name, value in values.items():
        page.locator(f"[name={name}][value='{value}']").check()


def fill_day(page: Page, name: str, day: "tuple[int, int, int]") -> None:
    """Year, month, day into the three boxes of a day."""
    year, month, number = day
    fill(page, **{f"{name}_0": str(number), f"{name}_1": str(month), f"{name}_2": str(year)})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Waits until the page with this main heading is there."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()
