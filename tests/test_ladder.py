from projects.ladder import IN_PLAIN_WORDS, Grouping, Rung


def test_the_ladder_has_seven_rungs_in_three_groupings_from_the_bottom_to_the_top() -> None:
    assert [rung.height for rung in Rung] == [1, 2, 3, 4, 5, 6, 7]
    assert [str(rung.grouping.value) for rung in Rung] == ["to", "to", "for", "for", "for", "with", "with"]
    assert [str(each.label) for each in Grouping] == ["Doing to", "Doing for", "Doing with"]


def test_each_rung_says_in_plain_words_what_it_is() -> None:
    assert set(IN_PLAIN_WORDS) == set(Rung)
    assert all(str(words).endswith(".") for words in IN_PLAIN_WORDS.values())
