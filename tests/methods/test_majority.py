"""Majority: of those who say yes or no, or of all who could take part."""

from fractions import Fraction

import pytest

from decisions.methods import Ballot, Rules
from decisions.methods.majority import count

TWO_THIRDS = Rules(share=Fraction(2, 3), more_than=False)


def said(yes: int, no: int, neither: int = 0) -> list[Ballot]:
    return [Ballot("yes", people=yes), Ballot("no", people=no), Ballot("neither", people=neither)]


@pytest.mark.parametrize(
    ("rules", "yes", "no", "agreed"),
    [
        (Rules(), 6, 5, True),
        (Rules(), 5, 5, False),
        (Rules(), 0, 0, False),
        (TWO_THIRDS, 6, 3, True),
        (TWO_THIRDS, 5, 3, False),
        (Rules(share=Fraction(1), more_than=False), 5, 0, True),
        (Rules(of_all=True, entitled=12), 6, 0, False),
        (Rules(of_all=True, entitled=12), 7, 5, True),
        (Rules(of_all=True, entitled=0), 0, 0, False),
    ],
)
def test_the_share_that_was_agreed(rules: Rules, yes: int, no: int, agreed: bool) -> None:
    assert count(rules, (), said(yes, no)).agreed == agreed


def test_who_leaves_it_to_the_others_takes_part_on_neither_side() -> None:
    result = count(Rules(), (), said(2, 1, neither=40))
    assert (result.agreed, result.counted) == (True, 43)


def test_scotland_1979_said_yes_by_51_6_percent_and_by_too_few_of_all() -> None:
    ballots = said(1_230_937, 1_153_502)
    assert count(Rules(), (), ballots).agreed
    assert not count(
        Rules(share=Fraction(40, 100), more_than=False, of_all=True, entitled=3_747_112), (), ballots
    ).agreed
