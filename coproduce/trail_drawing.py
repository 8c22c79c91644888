"""The geometry of a trail: columns of boxes from left to right, and the lines between what led to what."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST = 8  # boxes in one column; the list below the picture has them all
WIDE, ACROSS, BETWEEN = 178, 34, 14  # a box, the way to the next column, and the way to the box below
TOP, EDGE = 44, 11
LINE, SMALL = 19, 17  # heights of a line of words, and of how it stands
LETTERS, SMALL_LETTERS = 19, 22  # in one line
LINES = 4


@dataclass(frozen=True)
class Box:
    """One step where it stands. `lines` and `notes` are its words, each with the height at which it stands."""

    key: str
    url: str
    tone: str
    said: str  # for who hears it
    x: int
    y: int
    height: int
    lines: list[tuple[int, str]]
    notes: list[tuple[int, str]]

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass
class Drawn:
    """One column: where its name stands, and its boxes."""

    key: str
    name: list[tuple[int, str]]
    label: str
    x: int
    boxes: list[Box] = field(default_factory=list)
    more: int = 0
    more_at: int = 0


class Picture(NamedTuple):
    """All of it, so many units `wide` and `high`; `lines` are paths."""

    columns: list[Drawn]
    lines: list[str]
    wide: int
    high: int


def wrapped(words: str, letters: int, most: int) -> list[str]:
    return textwrap.wrap(" ".join(words.split()), letters, max_lines=most, placeholder="…") or [""]


def height_of(step: Any) -> int:
    notes = len(wrapped(step.note, SMALL_LETTERS, 2)) * SMALL if step.note else 0
    return 2 * EDGE + len(wrapped(step.words, LETTERS, LINES)) * LINE + notes


def drawn(columns: Sequence[Any]) -> Picture:
    """`columns` have key, name and steps; steps have key, words, note, tone, url, more and `to`."""
    heights = [column_height(column) for column in columns]
    high = max(heights, default=0)
    found = [
        column_at(column, number * (WIDE + ACROSS), TOP + (high - heights[number]) // 2)
        for number, column in enumerate(columns)
    ]
    boxes = {box.key: box for column in found for box in column.boxes}
    wide = len(columns) * WIDE + (len(columns) - 1) * ACROSS
    return Picture(found, lines_between(columns, boxes), wide, TOP + high + 4)


def column_height(column: Any) -> int:
    shown = [height_of(step) for step in column.steps[:MOST]]
    more = LINE + BETWEEN if len(column.steps) > MOST else 0
    return sum(shown) + BETWEEN * max(0, len(shown) - 1) + more


def column_at(column: Any, x: int, y: int) -> Drawn:
    name = [(16 + LINE * place, line) for place, line in enumerate(wrapped(column.name, LETTERS, 2))]
    found = Drawn(column.key, name, str(column.name), x)
    for step in column.steps[:MOST]:
        found.boxes.append(box_at(step, x, y))
        y += found.boxes[-1].height + BETWEEN
    found.more, found.more_at = max(0, len(column.steps) - MOST), y + LINE
    return found


def box_at(step: Any, x: int, y: int) -> Box:
    words, notes = wrapped(step.words, LETTERS, LINES), wrapped(step.note, SMALL_LETTERS, 2) if step.note else []
    first = y + EDGE + 14
    then = first + len(words) * LINE
    heard = ". ".join(part for part in (" ".join(step.words.split()), step.note, step.more) if part)
    return Box(
        step.key,
        step.url,
        step.tone,
        heard,
        x,
        y,
        height_of(step),
        [(first + LINE * place, line) for place, line in enumerate(words)],
        [(then + SMALL * place, line) for place, line in enumerate(notes)],
    )


def lines_between(columns: Sequence[Any], boxes: dict[str, Box]) -> list[str]:
    """A line from each step to what it led to, as far as both are in the picture."""
    pairs = [(step.key, key) for column in columns for step in column.steps for key in step.to]
    return [path(boxes[start], boxes[end]) for start, end in pairs if start in boxes and end in boxes]


def path(start: Box, end: Box) -> str:
    """Down to a box in the same column, or in a curve to one further right."""
    if start.x == end.x:
        return f"M{start.x + WIDE // 2} {start.y + start.height}V{end.y}"
    left, right = start.x + WIDE, end.x
    bend = right - ACROSS // 2
    return f"M{left} {start.middle}H{bend - ACROSS // 2}C{bend} {start.middle} {bend} {end.middle} {right} {end.middle}"
