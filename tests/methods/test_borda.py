"""Places as points (Borda), on its inventor's own example."""

from decisions.methods import Rules, Tie
from decisions.methods.borda import count
from tests.methods.elections import BORDA_1784, CONDORCET_1785, TENNESSEE, ranked


def test_bordas_own_example_of_1784() -> None:
    result = count(Rules(), (1, 2, 3), BORDA_1784)
    # He gave 3, 2 and 1 points, and published 37, 42 and 47: one more from each of the 21 people.
    assert {option: points + 21 for option, points in result.rounds[0].totals.items()} == {1: 37, 2: 42, 3: 47}
    assert result.chosen == 3


def test_condorcets_circle_has_a_borda_winner() -> None:
    result = count(Rules(), (1, 2, 3), CONDORCET_1785)
    assert dict(result.rounds[0].totals) == {1: 58, 2: 69, 3: 53}
    assert result.chosen == 2


def test_tennessee_goes_to_nashville() -> None:
    result = count(Rules(), (1, 2, 3, 4), TENNESSEE)
    assert dict(result.rounds[0].totals) == {1: 126, 2: 194, 3: 173, 4: 107}
    assert result.chosen == 2


def test_a_tie() -> None:
    ballots = ranked((1, "12"), (1, "21"))
    assert count(Rules(), (1, 2), ballots).level == (1, 2)
    assert count(Rules(tie=Tie.ORDER), (2, 1), ballots).chosen == 2
