"""The table, our sign for who took part: one seat per person, by group. The drawing itself is the face's."""

from typing import NamedTuple

SHAPES = {"use": "circle", "carers": "diamond", "staff": "square", "commissioners": "triangle"}
MORE_SHAPES = ("hexagon", "star", "pentagon", "cross")


class GroupAtTable(NamedTuple):
    """One group's seats: `present` of `total` people took part. `needs` is the minimum, 0 where there is none.

    `lived`: a group with lived experience.
    """

    shape: str
    name: str
    present: int
    total: int
    needs: int = 0
    lived: bool = False

    @property
    def short(self) -> int:
        """How many more are needed before an outcome stands."""
        return max(0, self.needs - self.present)


def shape_of(key: str, position: int) -> str:
    """The shape of a group: each of the four usual ones has its own, the others take theirs by position."""
    return SHAPES.get(key) or MORE_SHAPES[position % len(MORE_SHAPES)]
