"""Easy Read words: one sentence a line, and advice on what is long or hard to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.easy_words import HARD_WORDS, MOST_WORDS, advice_on, lines_of


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("A break is a rest. You choose it!", ["A break is a rest.", "You choose it!"]),
        ("Can you come?\n\n  It is on Friday.  ", ["Can you come?", "It is on Friday."]),
        ("Ask Dr. Evans first. It costs £1.50 a day.", ["Ask Dr. Evans first.", "It costs £1.50 a day."]),
        ("Jean said: “It is late.” We heard her.", ["Jean said: “It is late.”", "We heard her."]),
        ("A line without an end", ["A line without an end"]),
        ("", []),
    ],
)
def test_each_sentence_is_a_line_of_its_own(words: str, lines: list[str]) -> None:
    assert lines_of(words) == lines


def test_a_long_sentence_is_pointed_out_and_a_short_one_is_not() -> None:
    just_right = " ".join(["word"] * MOST_WORDS) + "."
    assert advice_on(just_right) == []
    [advice] = advice_on(f"word {just_right}")
    assert advice.says == ("This has 16 words. Try 15 or fewer.",)


def test_signs_that_stand_alone_are_no_words() -> None:
    assert advice_on(" ".join(["word –"] * MOST_WORDS)) == []


def test_a_hard_word_comes_with_an_easier_one_however_it_is_written() -> None:
    [advice] = advice_on("Stakeholders agree. We talk.")
    assert advice.says == ("“Stakeholders” is a hard word. You could say: everyone it matters to.",)
    assert advice_on("The stakeholdership is ours.") == []


@pytest.mark.parametrize("hard", HARD_WORDS)
def test_what_one_could_say_instead_is_not_hard_itself(hard: str) -> None:
    assert advice_on(HARD_WORDS[hard]) == []


@given(st.text())
def test_no_word_is_lost_whatever_is_written(words: str) -> None:
    assert " ".join(lines_of(words)).split() == words.split()
