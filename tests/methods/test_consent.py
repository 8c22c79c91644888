"""Consent: somebody consents and nobody objects."""

import pytest

from decisions.methods import Ballot, Rules
from decisions.methods.consent import count


@pytest.mark.parametrize(
    ("said", "agreed", "counted"),
    [
        ({"consent": 5}, True, 5),
        ({"consent": 5, "object": 1}, False, 6),
        ({"object": 1}, False, 1),
        ({"question": 3}, False, 0),
        ({"consent": 1, "question": 3}, True, 1),
        ({}, False, 0),
    ],
)
def test_consent(said: dict[str, int], agreed: bool, counted: int) -> None:
    result = count(Rules(), (), [Ballot(stance, people=people) for stance, people in said.items()])
    assert (result.agreed, result.counted) == (agreed, counted)
