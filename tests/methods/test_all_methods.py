"""What holds for every method, whatever people say: found by trying, not by example."""

import random
from collections.abc import Mapping

import pytest
from django.template.loader import get_template
from hypothesis import given
from hypothesis import strategies as st

from decisions.methods import Asks, Ballot, Method, Result, Rules, Settle, Tie, methods
from decisions.methods.base import Says

OPTIONS = (1, 2, 3, 4)
ALL = list(methods().values())
GROUPS = st.sampled_from(["use", "carers", "staff"])


def says(method: Method) -> st.SearchStrategy[Says]:
    if method.asks == Asks.STANCE:
        return st.sampled_from(sorted(method.stances))
    if method.asks == Asks.RANKING:
        return st.permutations([*OPTIONS, 9]).flatmap(
            lambda order: st.integers(0, 5).map(lambda some: tuple(order[:some]))
        )
    return st.dictionaries(st.sampled_from([*OPTIONS, 9]), st.integers(0, 5))


def ballots(method: Method) -> st.SearchStrategy[list[Ballot]]:
    return st.lists(st.builds(Ballot, says(method), GROUPS, st.integers(1, 3)), max_size=12)


RULES = st.builds(
    Rules,
    entitled=st.just(40),
    of_all=st.booleans(),
    tie=st.sampled_from(Tie),
    settle=st.sampled_from(Settle),
    lived=st.just(frozenset({"use", "carers"})),
)
EACH = pytest.mark.parametrize("method", ALL, ids=lambda method: method.key)


@EACH
@given(data=st.data())
def test_the_order_of_arrival_never_matters(method: Method, data: st.DataObject) -> None:
    rules, said = data.draw(RULES), data.draw(ballots(method))
    mixed = random.Random(data.draw(st.integers())).sample(said, len(said))
    assert method.count(rules, OPTIONS, mixed) == method.count(rules, OPTIONS, said)


@EACH
@given(data=st.data())
def test_people_who_say_the_same_can_be_counted_one_by_one(method: Method, data: st.DataObject) -> None:
    rules, said = data.draw(RULES), data.draw(ballots(method))
    one_by_one = [Ballot(each.says, each.group) for each in said for _one in range(each.people)]
    assert method.count(rules, OPTIONS, one_by_one) == method.count(rules, OPTIONS, said)


@EACH
@given(data=st.data())
def test_totals_add_up(method: Method, data: st.DataObject) -> None:
    said = data.draw(ballots(method))
    result = method.count(data.draw(RULES), OPTIONS, said)
    everybody = sum(each.people for each in said)
    assert result.counted <= everybody
    if method.asks == Asks.STANCE:
        assert sum(result.rounds[0].totals.values()) == result.counted
    elif method.asks == Asks.POINTS:
        given_out = sum(has * each.people for each in said for number, has in points(each).items() if number in OPTIONS)
        assert sum(result.rounds[0].totals.values()) == given_out
    if method.key == "ranked":
        assert all(sum(each.totals.values()) + each.without == everybody for each in result.rounds)
    if method.key == "pairwise":
        assert sum(result.rounds[0].totals.values()) == 0


def points(ballot: Ballot) -> Mapping[int, int]:
    assert isinstance(ballot.says, Mapping)
    return ballot.says


@EACH
@given(data=st.data())
def test_what_is_chosen_is_one_of_the_options_and_no_tie_is_silent(method: Method, data: st.DataObject) -> None:
    rules, said = data.draw(RULES), data.draw(ballots(method))
    result = method.count(rules, OPTIONS, said)
    assert result.chosen is None or result.chosen in OPTIONS
    assert result.agreed == (result.chosen is not None) or not method.has_options
    if result.level:
        settled = [each for each in result.rounds if each.settled]
        assert rules.tie != Tie.AGAIN or (not result.agreed and not settled)
        assert result.agreed == bool(settled) or method.key == "ranked"
    if not said:
        assert not result.agreed


@pytest.mark.parametrize("method", [each for each in ALL if each.more_helps], ids=lambda method: method.key)
@given(data=st.data())
def test_more_support_never_harms(method: Method, data: st.DataObject) -> None:
    rules, said = data.draw(RULES), data.draw(ballots(method))
    before = method.count(rules, OPTIONS, said)
    if not before.agreed:
        return
    assert same(method.count(rules, OPTIONS, [*said, Ballot(support(method, before), data.draw(GROUPS))]), before)
    if method.asks == Asks.RANKING and said:
        place = data.draw(st.integers(0, len(said) - 1))
        assert same(
            method.count(rules, OPTIONS, [*said[:place], raised(said[place], before), *said[place + 1 :]]), before
        )


def support(method: Method, result: Result) -> Says:
    """What somebody says who is for it, and for nothing else."""
    if method.asks == Asks.STANCE:
        return next(iter(method.stances))
    assert result.chosen is not None
    return (result.chosen,) if method.asks == Asks.RANKING else {result.chosen: 5}


def raised(ballot: Ballot, result: Result) -> Ballot:
    """The same order, with what was chosen one place higher."""
    assert isinstance(ballot.says, tuple)
    assert result.chosen is not None
    order = list(ballot.says)
    if result.chosen not in order:
        return Ballot((*order, result.chosen), ballot.group, ballot.people)
    place = order.index(result.chosen)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    return Ballot(tuple(order), ballot.group, ballot.people)


def same(after: Result, before: Result) -> bool:
    return (after.agreed, after.chosen) == (before.agreed, before.chosen)


def test_ranked_choice_promises_no_such_thing() -> None:
    """The known case: more people put the winner first, and it loses."""
    ranked = methods()["ranked"]
    before = [Ballot((1, 2, 3), people=39), Ballot((2, 3, 1), people=35), Ballot((3, 1, 2), people=26)]
    after = [Ballot((1, 2, 3), people=49), Ballot((2, 3, 1), people=25), Ballot((3, 1, 2), people=26)]
    assert ranked.count(Rules(), (1, 2, 3), before).chosen == 1
    assert ranked.count(Rules(), (1, 2, 3), after).chosen == 3
    assert not ranked.more_helps


@EACH
def test_a_page_explains_it(method: Method) -> None:
    assert get_template(f"decisions/methods/{method.key}.html")
    assert str(method.name)
    assert str(method.short)
