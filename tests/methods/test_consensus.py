"""Consensus: one block stops it, and standing aside agrees to nothing."""

import pytest

from decisions.methods import Ballot, Rules
from decisions.methods.consensus import count


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ({"support": 3}, True),
        ({"live": 1, "aside": 9}, True),
        ({"aside": 9}, False),
        ({"support": 99, "block": 1}, False),
        ({"support": 1, "question": 2}, True),
        ({"question": 2}, False),
        ({}, False),
    ],
)
def test_consensus(said: dict[str, int], agreed: bool) -> None:
    result = count(Rules(), (), [Ballot(stance, people=people) for stance, people in said.items()])
    assert result.agreed == agreed
    assert result.counted == sum(people for stance, people in said.items() if stance != "question")
