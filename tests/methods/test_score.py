"""Score: points added up."""

from decisions.methods import Ballot, Rules
from decisions.methods.score import count


def test_most_points_win_also_where_few_give_most() -> None:
    result = count(Rules(), (1, 2), [Ballot({1: 5, 2: 4}, people=2), Ballot({2: 4}, people=2)])
    assert dict(result.rounds[0].totals) == {1: 10, 2: 16}
    assert (result.chosen, result.counted) == (2, 4)


def test_a_tie_is_not_broken() -> None:
    result = count(Rules(), (1, 2), [Ballot({1: 5}), Ballot({2: 5})])
    assert (result.agreed, result.chosen, result.level) == (False, None, (1, 2))
