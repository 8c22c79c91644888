"""Consent: somebody consents and nobody objects."""

import pytest

from decisions.methods import Ballot, Rules, Settle
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


MOST = Rules(settle=Settle.MOST, lived=frozenset({"use", "carers"}))


@pytest.mark.parametrize(
    ("consent", "objects", "agreed"),
    [
        (3, Ballot("object", "staff"), True),
        (2, Ballot("object", "staff"), False),
        (30, Ballot("object", "carers"), False),
        (30, Ballot("object", "use"), False),
        (0, Ballot("object", "staff"), False),
    ],
)
def test_by_the_rule_for_it_no_majority_goes_over_lived_experience(consent: int, objects: Ballot, agreed: bool) -> None:
    result = count(MOST, (), [Ballot("consent", "staff", people=consent), objects])
    assert result.agreed is agreed
    assert not count(Rules(), (), [Ballot("consent", "staff", people=consent), objects]).agreed
