"""The geometry of the table, in the units of its drawing: 320 wide and high, (0, 0) in the middle."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from projects.table import GroupAtTable

MOST_SEATS = 40  # beyond this, a seat per person would be too small to see
SEAT_RADIUS = 128
ARC_RADIUS = 124
SIGN_RADIUS = 148
GAP = math.radians(5)


class Seat(NamedTuple):
    """A shape at (x, y), `scale` times the size of the small one; `here` says that its person took part."""

    shape: str
    here: bool
    x: float
    y: float
    scale: float


class Arc(NamedTuple):
    """A part of the ring: the path of its line, and where the sign of its group stands if it is the group's first."""

    shape: str
    here: bool
    path: str
    x: float
    y: float


def order(groups: Sequence[GroupAtTable]) -> list[tuple[str, bool]]:
    """Who sits next to whom: every group spread evenly round the table, as (shape, took part)."""
    places = [
        ((number + 0.5) / group.total, index, group.shape, number < group.present)
        for index, group in enumerate(groups)
        for number in range(group.total)
    ]
    return [(shape, here) for _place, _index, shape, here in sorted(places)]


def seats(groups: Sequence[GroupAtTable]) -> list[Seat]:
    """One seat per person, clockwise from the top."""
    people = order(groups)
    step = 2 * math.pi / max(len(people), 1)
    scale = round(min(1.7, SEAT_RADIUS * step / 24), 2)
    return [Seat(shape, here, *point(number * step, SEAT_RADIUS), scale) for number, (shape, here) in enumerate(people)]


def ring(groups: Sequence[GroupAtTable]) -> list[Arc]:
    """One or two arcs per group, as long as the group is large: who took part, then who has not yet."""
    groups = [group for group in groups if group.total]
    people = sum(group.total for group in groups)
    room = 2 * math.pi - GAP * len(groups)
    arcs, angle = [], 0.0
    for group in groups:
        whole = room * group.total / people
        split = angle + whole * min(group.present, group.total) / group.total
        sign = point(angle + whole / 2, SIGN_RADIUS)
        for here, start, end in ((True, angle, split), (False, split, angle + whole)):
            if end - start > 1e-6:
                arcs.append(Arc(group.shape, here, arc(start, end), *sign))
        angle += whole + GAP
    return arcs


def arc(start: float, end: float) -> str:
    """An SVG path along the ring between two angles."""
    (x1, y1), (x2, y2) = point(start, ARC_RADIUS), point(end, ARC_RADIUS)
    return f"M{x1} {y1}A{ARC_RADIUS} {ARC_RADIUS} 0 {int(end - start > math.pi)} 1 {x2} {y2}"


def point(angle: float, radius: float) -> tuple[float, float]:
    """Where an angle, clockwise from the top, meets a circle."""
    return round(radius * math.sin(angle), 1), round(-radius * math.cos(angle), 1)
