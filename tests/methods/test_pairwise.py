"""Each against each (Copeland): who beats all others wins, and a circle is a tie."""

from decisions.methods import Ballot, Rules, Tie
from decisions.methods.pairwise import count
from decisions.methods.rankings import pairs
from tests.methods.elections import ALASKA_2022, BURLINGTON_2009, CONDORCET_1785, TENNESSEE


def test_tennessee_goes_to_nashville_which_beats_all_others() -> None:
    result = count(Rules(), (1, 2, 3, 4), TENNESSEE)
    assert (result.chosen, result.rounds[0].totals[2]) == (2, 3)
    assert list(pairs((1, 2, 3, 4), TENNESSEE)) == [
        (1, 2, 42, 58),
        (1, 3, 42, 58),
        (1, 4, 42, 58),
        (2, 3, 68, 32),
        (2, 4, 68, 32),
        (3, 4, 83, 17),
    ]


def test_burlington_would_have_elected_montroll() -> None:
    assert count(Rules(), (1, 2, 3), BURLINGTON_2009).chosen == 1
    assert list(pairs((1, 2), BURLINGTON_2009)) == [(1, 2, 4067, 3477)]
    assert list(pairs((1, 3), BURLINGTON_2009)) == [(1, 3, 4597, 3668)]


def test_alaska_would_have_elected_begich() -> None:
    assert count(Rules(), (1, 2, 3), ALASKA_2022).chosen == 1
    assert list(pairs((1, 2), ALASKA_2022)) == [(1, 2, 101217, 63618)]


def test_condorcets_circle_is_a_tie_for_the_rule_that_was_agreed() -> None:
    assert list(pairs((1, 2, 3), CONDORCET_1785)) == [(1, 2, 33, 27), (1, 3, 25, 35), (2, 3, 42, 18)]
    result = count(Rules(), (1, 2, 3), CONDORCET_1785)
    assert (result.agreed, result.level) == (False, (1, 2, 3))
    lived = [*CONDORCET_1785[1:], Ballot((1, 2, 3), "use", 23)]
    assert count(Rules(tie=Tie.LIVED, lived=frozenset({"use"})), (1, 2, 3), lived).chosen == 1
