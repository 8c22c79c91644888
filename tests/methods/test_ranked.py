"""Ranked choice (instant run-off), on known elections and on ties."""

from decisions.methods import Ballot, Rules, Tie
from decisions.methods.ranked import count
from tests.methods.elections import ALASKA_2022, BURLINGTON_2009, TENNESSEE, ranked


def test_tennessee_goes_to_knoxville() -> None:
    result = count(Rules(), (1, 2, 3, 4), TENNESSEE)
    assert result.chosen == 4
    assert [round_.out for round_ in result.rounds] == [(3,), (2,), ()]
    assert [dict(round_.totals) for round_ in result.rounds] == [
        {1: 42, 2: 26, 3: 15, 4: 17},
        {1: 42, 2: 26, 4: 32},
        {1: 42, 4: 58},
    ]


def test_burlington_elected_kiss_in_the_last_round() -> None:
    result = count(Rules(), (1, 2, 3), BURLINGTON_2009)
    assert result.chosen == 2
    assert dict(result.rounds[0].totals) == {1: 2554, 2: 2982, 3: 3297}
    assert dict(result.rounds[1].totals) == {2: 4314, 3: 4064}
    assert result.rounds[1].without == 455


def test_alaska_elected_peltola_after_begich_left() -> None:
    result = count(Rules(), (1, 2, 3), ALASKA_2022)
    assert result.chosen == 3
    assert dict(result.rounds[0].totals) == {1: 53810, 2: 58973, 3: 75799}
    assert dict(result.rounds[1].totals) == {2: 86026, 3: 91266}
    assert result.rounds[1].without == 11290


def test_options_leave_together_where_that_can_change_nothing() -> None:
    result = count(Rules(), (1, 2, 3, 4, 5), ranked((5, "1"), (4, "2"), (1, "34"), (1, "43")))
    assert result.rounds[0].out == (5,)
    assert result.rounds[1].out == (3, 4)
    assert (result.chosen, result.level) == (1, ())


def test_a_tie_is_settled_only_by_the_rule_that_was_agreed() -> None:
    # Whoever leaves first decides who wins, so that nothing may leave without a rule.
    ballots = [
        Ballot((1, 2), "staff", 3),
        Ballot((2, 1), "use", 2),
        Ballot((3, 2), "staff", 2),
    ]
    again = count(Rules(), (1, 2, 3), ballots)
    assert (again.agreed, again.chosen, again.level) == (False, None, (2, 3))
    lived = count(Rules(tie=Tie.LIVED, lived=frozenset({"use"})), (1, 2, 3), ballots)
    assert (lived.chosen, lived.rounds[0].out, lived.rounds[0].settled) == (2, (3,), True)
    order = count(Rules(tie=Tie.ORDER), (1, 3, 2), ballots)
    assert (order.chosen, order.rounds[0].out) == (1, (2,))
    level = count(Rules(tie=Tie.LIVED, lived=frozenset({"other"})), (1, 2, 3), ballots)
    assert (level.agreed, level.level) == (False, (2, 3))


def test_where_it_makes_no_difference_who_leaves_nothing_has_to_be_settled() -> None:
    # Options 1 and 3 are level, and option 2 wins whichever of them leaves.
    result = count(Rules(), (1, 2, 3), ranked((1, "21"), (1, "12"), (1, "2"), (1, "321")))
    assert (result.chosen, result.level) == (2, ())
    assert [each.settled for each in result.rounds] == [False, False]


def test_dozens_that_are_level_end_soon_as_a_tie() -> None:
    options = tuple(range(1, 41))
    ballots = [Ballot((number, *options[number:], *options[: number - 1])) for number in options]
    result = count(Rules(), options, ballots)
    assert (result.agreed, result.level) == (False, options)


def test_an_option_that_was_withdrawn_counts_as_if_nobody_had_named_it() -> None:
    result = count(Rules(), (2, 3), ranked((3, "12"), (2, "3")))
    assert dict(result.rounds[0].totals) == {2: 3, 3: 2}
    assert result.chosen == 2


def test_nobody_said_anything_or_only_of_what_is_gone() -> None:
    assert not count(Rules(), (1, 2), []).agreed
    gone = count(Rules(), (1, 2), ranked((3, "3")))
    assert (gone.agreed, gone.counted, gone.rounds[0].without) == (False, 3, 3)
    assert not count(Rules(), (), ranked((3, "1"))).agreed
