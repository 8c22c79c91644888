"""What a person waits for: bytes, requests, largest contentful paint and layout shift, in Chromium."""

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
SLOWER = 4  # how many times slower the processor is made
LATENCY = 150  # milliseconds
BANDWIDTH = 1_600_000 / 8  # bytes a second
ROUNDS = 5
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
window.paints = []; window.shifts = [];
new PerformanceObserver(l => window.paints.push(...l.getEntries().map(e => e.startTime)))
    .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => window.shifts.push(...l.getEntries().filter(e => !e.hadRecentInput).map(e => e.value)))
    .observe({type: 'layout-shift', buffered: true});
"""
SETTLED = """async () => {
    await document.fonts.ready;
    for (let n = 0; n < 3; n++) await new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)));
    return [Math.max(...window.paints), window.shifts.reduce((all, one) => all + one, 0)];
}"""


@dataclass
class Traffic:
    """What went over the wire: encoded bytes with headers, and how many requests."""

    bytes: int = 0
    requests: int = 0
    cached: set[str] = field(default_factory=set)

    def watch(self, session: CDPSession) -> None:
        session.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        session.on("Network.loadingFinished", self.count)
        session.send("Network.enable")

    def count(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.cached and event["encodedDataLength"] > 0:
            self.bytes += int(event["encodedDataLength"])
            self.requests += 1

    def reset(self) -> None:
        self.bytes = self.requests = 0


def chromium(*first: str) -> str | None:
    """The path of the one that the machine has, or None; those named `first` are preferred."""
    names = (*first, "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield one
        finally:
            one.close()


@contextmanager
def phone(one: Browser, address: str, cookie: str) -> Iterator[tuple[BrowserContext, Page, CDPSession]]:
    """A new phone with an empty cache and somebody signed in."""
    context = one.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, device_scale_factor=2)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    try:
        yield context, page, context.new_cdp_session(page)
    finally:
        context.close()


def weigh(one: Browser, address: str, path: str, cookie: str) -> dict[str, int]:
    """Bytes and requests of the first visit, and the bytes of the page again when the rest is in the cache."""
    with phone(one, address, cookie) as (_context, page, session):
        traffic = Traffic()
        traffic.watch(session)
        page.goto(address + path, wait_until="networkidle")
        first, requests = traffic.bytes, traffic.requests
        traffic.reset()
        page.goto(address + path, wait_until="networkidle")
        return {"bytes_first": first, "bytes_next": traffic.bytes, "requests": requests}


def paint(one: Browser, address: str, path: str, cookie: str) -> dict[str, float]:
    """Median largest contentful paint, in seconds, and the worst layout shift, of five cold visits."""
    seen = [paint_once(one, address, path, cookie) for _round in range(ROUNDS)]
    return {
        "lcp": round(statistics.median(paint for paint, _shift in seen) / 1000, 3),
        "cls": round(max(shift for _paint, shift in seen), 4),
    }


def paint_once(one: Browser, address: str, path: str, cookie: str) -> tuple[float, float]:
    with phone(one, address, cookie) as (_context, page, session):
        page.add_init_script(WATCH)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": BANDWIDTH,
                "uploadThroughput": BANDWIDTH / 2,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address + path, wait_until="load")
        largest, shift = page.evaluate(SETTLED)
        return float(largest), float(shift)
