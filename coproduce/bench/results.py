"""The limits, the verdict and the files. `ok` follows from the figures; nobody sets it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from coproduce.environment import BASE_DIR

Row = dict[str, Any]
KB = 1024
AT_MOST: Mapping[str, float] = {
    "queries": 12,
    "bytes_first": 90 * KB,
    "bytes_next": 12 * KB,
    "requests": 6,
    "lcp": 1.5,
    "cls": 0.05,
    "preview_seconds": 5,
    "commit_seconds": 5,
    "preview_queries": 120,  # 30 per 500 rows
    "commit_queries": 120,
    "choice_seconds": 1,  # a page of a decision of 2,000 people between 40 options
    "check_seconds": 5,  # of a register of 5,000 entries
    "map_seconds": 0.25,  # a page or the map alone, of 1,000 partners, 8 stages and 50,000 facts
}
AT_LEAST: Mapping[str, float] = {"floor_ratio": 0.15, "s_ratio": 0.8}
# Opened all day, so they are held to a share of the floor's speed. The others need only keep the limits above.
BUSY = ("home", "workspace", "sessions", "session", "decisions", "decision", "people", "record", "tracker")
SAME_ON_EVERY_SIZE = ("queries",)


def misses(rows: Iterable[Row]) -> list[str]:
    """What is beyond a limit, as sentences. A figure that is None was not measured and is not judged."""
    rows = list(rows)
    found = [
        f"{row.get('page', row.get('case'))} {row.get('size', '')}: {name} is {row[name]}, the limit is {limit}"
        for limits, beyond in ((AT_MOST, float.__gt__), (AT_LEAST, float.__lt__))
        for row in rows
        for name, limit in limits.items()
        if row.get(name) is not None and beyond(float(row[name]), float(limit))
        if name not in AT_LEAST or row.get("page") in BUSY
    ]
    for name in SAME_ON_EVERY_SIZE:
        for page in {row["page"] for row in rows if name in row}:
            values = {row[name] for row in rows if row.get("page") == page}
            if len(values) > 1:
                found.append(f"{page}: {name} differs between sizes: {sorted(values)}")
    return found


def write(name: str, rows: list[Row], seconds: float) -> list[str]:
    """var/results/bench-<name>.json in the form that all result files share. Returns what missed its limit."""
    missed = misses(rows)
    folder: Path = BASE_DIR / "var" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    result = {"ok": not missed, "seconds": round(seconds, 1), "rows": rows}
    (folder / f"bench-{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    return missed


def table(rows: list[Row]) -> str:
    """The rows as columns of text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([shown(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(names))]
    return "\n".join("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)) for line in lines)


def shown(value: object) -> str:
    if value is None:
        return "missing"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
