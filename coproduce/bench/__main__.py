"""`make bench`: the figures that every change keeps. Prints tables and writes var/results/bench-*.json."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coproduce.bench import browser, results, server
from coproduce.bench.results import Row
from coproduce.boot.databases import made
from coproduce.environment import BASE_DIR

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "1"))  # for each page and round under load
FLOOR = -1

type Rates = dict[tuple[str, int], list[float]]  # by size and page, one in each round
PAINTED = ("home", "workspace", "decision")


def in_process(size: str, env: dict[str, str]) -> Any:
    """What `coproduce.bench.inside` finds on that database."""
    command = [sys.executable, "-m", "coproduce.bench.inside", size]
    done = subprocess.run(
        command, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=True, cwd=BASE_DIR
    )
    return json.loads(done.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Site:
    """A running server on one seeded database, and what was found out about that."""

    size: str
    address: str
    found: dict[str, Any]

    def rate(self, page: int) -> float | None:
        """Requests per second of one of its pages, or of the floor."""
        cookies = self.found["cookies"]
        if page == FLOOR:
            return server.rate(self.address, "/floor", next(iter(cookies.values())), SECONDS)
        known = self.found["pages"][page]
        return server.rate(self.address, known["path"], cookies[known["who"]], SECONDS)


@contextmanager
def site(size: str) -> Iterator[Site]:
    with made(f"coproduce_bench_{size.lower()}") as url:
        env = {"DATABASE_URL": url, "COPRODUCE_MODE": "demo"}
        found = in_process(size, env)
        with server.serving(env) as address:
            yield Site(size, address, found)


def load_rows(sites: list[Site]) -> list[Row]:
    """Speed of each page and of the floor: the median of short rounds, in each of which everything has its turn.

    A machine is rarely even: what disturbs one round must not decide about a page. So what is said of a page beside
    another is the median of what each round says, where they were measured within seconds of each other.
    """
    kinds = [(one, page) for page in [FLOOR, *range(len(sites[0].found["pages"]))] for one in sites]
    rates: Rates = {(one.size, page): [] for one, page in kinds}
    for number in range(ROUNDS + 1):
        for one, page in kinds:
            rate = one.rate(page)
            if number and rate is not None:  # the first round warms up
                rates[one.size, page].append(rate)
    return [figures(one, page, rates) for one, page in kinds]


def figures(one: Site, page: int, rates: Rates) -> Row:
    """One row: the page, its queries, how fast it is, also beside the floor and, of L, beside S."""
    speed = statistics.median(found) if (found := rates[one.size, page]) else None
    if page == FLOOR:
        return {"page": "floor", "size": one.size, "rps": speed}
    known = one.found["pages"][page]
    row: Row = {"page": known["page"], "size": one.size, "queries": known["queries"], "rps": speed}
    row["floor_ratio"] = beside(rates[one.size, page], rates[one.size, FLOOR])
    if one.size == "L":
        row["s_ratio"] = beside(rates["L", page], rates["S", page])
    return row


def beside(speeds: list[float], others: list[float]) -> float | None:
    """The middle of what each round says of one speed beside another."""
    ratios = [speed / other for speed, other in zip(speeds, others, strict=True) if other]
    return round(statistics.median(ratios), 3) if ratios else None


def page_figures() -> tuple[list[Row], list[Row]]:
    """Rows of all pages on S and L, and rows of the painted pages on S."""
    paints: list[Row] = []
    with site("S") as small, site("L") as large:
        rows = load_rows([small, large])
        for one in (small, large):
            own = [row for row in rows if row["size"] == one.size and row["page"] != "floor"]
            weigh(own, paints if one is small else [], one.address, one.found)
    return sorted(rows, key=lambda row: str(row["size"]), reverse=True), paints


def weigh(rows: list[Row], paints: list[Row], address: str, found: dict[str, Any]) -> None:
    """Add to `rows` what a browser sees, and to `paints` when it shows it."""
    if browser.chromium() is None:
        return
    with browser.browser() as one:
        for row, page in zip(rows, found["pages"], strict=False):
            cookie = found["cookies"][page["who"]]
            row.update(browser.weigh(one, address, page["path"], cookie))
            if row["page"] in PAINTED:
                seen = browser.paint(one, address, page["path"], cookie)
                paints.append({"page": row["page"], "size": row["size"], **seen})


def import_figures() -> list[Row]:
    """The row of the import of 2,000 people."""
    with made("coproduce_bench_import") as url:
        return [in_process("import", {"DATABASE_URL": url, "COPRODUCE_MODE": "demo"})]


def map_figures() -> list[Row]:
    """The rows of the involvement map of a project with 1,000 partners, eight stages and 50,000 facts."""
    with made("coproduce_bench_map") as url:
        rows: list[Row] = in_process("map", {"DATABASE_URL": url, "COPRODUCE_MODE": "demo"})
        return rows


def decision_figures() -> list[Row]:
    """The rows of a decision of 2,000 people between 40 options, and of a register of 5,000 entries."""
    with made("coproduce_bench_decision") as url:
        rows: list[Row] = in_process("decision", {"DATABASE_URL": url, "COPRODUCE_MODE": "demo"})
        return rows


def main() -> int:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "coproduce.boot.static"],
        check=True,
        cwd=BASE_DIR,
        env={**os.environ, "COPRODUCE_MODE": "demo"},
    )
    imports = import_figures()
    maps = map_figures()
    decisions = decision_figures()
    pages, paints = page_figures()
    missed = results.write("pages", pages, time.monotonic() - began)
    missed += results.write("paint", paints, time.monotonic() - began)
    missed += results.write("import", imports, time.monotonic() - began)
    missed += results.write("map", maps, time.monotonic() - began)
    missed += results.write("decision", decisions, time.monotonic() - began)
    for rows in (pages, paints, imports, maps, decisions):
        print(results.table(rows), end="\n\n")
    if not server.has_wrk():
        print("Requests per second are missing: install wrk (Debian: apt install wrk).")
    if browser.chromium() is None:
        print("Bytes and paint are missing: install Chromium (Debian: apt install chromium).")
    print("\n".join(missed) or "Every figure that was measured is within its limit.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
