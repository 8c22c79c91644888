"""What may be shown of check-ins: nothing that stands on fewer than five answers, also not by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from projects.checkins import Answer, Felt, against_declared, felt, gaps, picture
from projects.ladder import Rung
from projects.models import HowMuch, PartnerGroup

answers = st.builds(Answer, st.integers(1, 7), st.integers(1, 5), st.integers(1, 5))
stages = st.dictionaries(st.integers(1, 6), st.lists(answers, max_size=9), max_size=6)


def some(count: int, rung: int = 4) -> list[Answer]:
    return [Answer(rung, 3, 3)] * count


def group(name: str, position: int) -> PartnerGroup:
    return PartnerGroup(name=name, position=position, key=name.lower())


def one(rung: Rung, count: int = 5) -> Felt:
    return Felt(count, rung, HowMuch.HALF, HowMuch.HALF)


@given(stages)
def test_no_figure_stands_on_fewer_than_five_answers(said: dict[int, list[Answer]]) -> None:
    shown = picture(said)
    assert all(theirs.answers >= 5 for theirs in shown.groups.values())
    assert shown.together is None or shown.together.answers >= 5


@given(stages)
def test_what_is_left_when_groups_are_taken_from_the_whole_is_nobody_or_five_and_more(
    said: dict[int, list[Answer]],
) -> None:
    shown = picture(said)
    if shown.together is not None:
        left = shown.together.answers - sum(theirs.answers for theirs in shown.groups.values())
        assert left == 0 or left >= 5


@given(stages)
def test_where_nothing_can_be_shown_together_no_group_is_shown(said: dict[int, list[Answer]]) -> None:
    shown = picture(said)
    if shown.together is None:
        assert not shown.groups
        assert sum(map(len, said.values())) < 5


@given(stages)
def test_the_order_of_groups_and_answers_changes_nothing(said: dict[int, list[Answer]]) -> None:
    shuffled = {key: sorted(said[key], reverse=True) for key in sorted(said, reverse=True)}
    assert picture(shuffled) == picture(said)


@given(stages)
def test_as_much_is_shown_as_can_be(said: dict[int, list[Answer]]) -> None:
    """At most one group of five and more is kept back, and only where the rest would be too few."""
    large = [key for key, theirs in said.items() if len(theirs) >= 5]
    small = sum(len(theirs) for theirs in said.values() if len(theirs) < 5)
    kept_back = len(large) - len(picture(said).groups)
    assert kept_back == (1 if large and 0 < small < 5 else 0)


def test_a_small_group_hides_the_next_smallest_with_it() -> None:
    assert set(picture({1: some(9), 2: some(6), 3: some(3)}).groups) == {1}
    assert set(picture({1: some(9), 2: some(6)}).groups) == {1, 2}
    assert set(picture({1: some(9), 2: some(4), 3: some(1)}).groups) == {1}


@given(st.lists(answers, min_size=1))
def test_the_middle_answer_is_one_that_somebody_gave(said: list[Answer]) -> None:
    found = felt(said)
    assert found.rung.height in {answer.rung for answer in said}
    assert found.heard in {answer.heard for answer in said}


def test_the_gap_between_groups_is_said_in_words() -> None:
    shown = [(group("Carers", 2), one(Rung.CONSULTATION)), (group("Staff", 3), one(Rung.CO_DESIGN))]
    assert gaps(shown) == ["Staff said co-design.", "Carers said consultation: two steps lower."]
    assert gaps(shown[:1]) == []


def test_groups_that_agree_are_said_to_agree() -> None:
    shown = [(group("Carers", 2), one(Rung.CO_DESIGN)), (group("Staff", 3), one(Rung.CO_DESIGN))]
    assert gaps(shown) == ["Carers said co-design.", "Staff said co-design."]


def test_what_was_felt_is_held_against_what_was_declared() -> None:
    shown = picture({1: some(5, rung=5)})
    below = "It was meant to be co-design. Everyone together said engagement: one step lower."
    assert against_declared(Rung.CO_DESIGN, shown) == below
    above = "It was meant to be informing. Everyone together said engagement: two steps higher."
    assert against_declared(Rung.INFORMING, shown) == above
    assert against_declared(Rung.ENGAGEMENT, shown) == "It was meant to be engagement, and that is how it felt."
    assert against_declared("", shown) == ""
    assert against_declared(Rung.CO_DESIGN, picture({})) == ""
