"""Dots: a fixed number for each person, added up."""

from decisions.methods import Ballot, Rules, Tie
from decisions.methods.dots import METHOD, count


def test_most_dots_win() -> None:
    result = count(Rules(), (1, 2, 3), [Ballot({1: 5}, people=2), Ballot({2: 4, 3: 1}, people=3)])
    assert dict(result.rounds[0].totals) == {1: 10, 2: 12, 3: 3}
    assert result.chosen == 2
    assert METHOD.budgeted


def test_groups_with_lived_experience_can_settle_a_tie() -> None:
    ballots = [Ballot({1: 3}, "use"), Ballot({2: 3}, "staff")]
    rules = Rules(tie=Tie.LIVED, lived=frozenset({"use"}))
    result = count(rules, (1, 2), ballots)
    assert (result.chosen, result.level, result.rounds[0].settled) == (1, (1, 2), True)
