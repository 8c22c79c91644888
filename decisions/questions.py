"""What people asked in a decision before they say where they stand, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from decisions.models import Position
from decisions.voices import Said


@dataclass(frozen=True)
class Asked:
    """One question. `waits`: nobody has answered it, and who asked has not said anything since."""

    id: int
    name: str
    words: str
    answer: str
    answered_by: str
    waits: bool


def questions_in(positions: Sequence[Said]) -> list[Asked]:
    """The questions of a decision, the oldest first; not those that were said in other words before any answer."""
    last = {each.person_id: each.id for each in positions}
    return [
        Asked(
            each.id,
            each.name,
            each.reason,
            each.question_answer or "",
            each.question_answered_by or "",
            waits=not each.question_answer and last[each.person_id] == each.id,
        )
        for each in positions
        if each.stance == Position.QUESTION and (each.question_answer or each.replaced_at is None)
    ]
