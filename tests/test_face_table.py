"""The table, the shapes and the marks for changed words say the same in drawing, figures and words."""

import re
from itertools import pairwise

from django.template import Context, Template
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from coproduce import drawing
from coproduce.templatetags.coproduce_ui import at_table, changes, sentence
from projects.table import MORE_SHAPES, SHAPES, GroupAtTable, shape_of

USE = GroupAtTable("circle", "People who use services", 3, 4)
CARERS = GroupAtTable("diamond", "Carers", 1, 4, needs=2)
STAFF = GroupAtTable("square", "Staff", 3, 3)
SMALL = [USE, CARERS, STAFF]
LARGE = [GroupAtTable("circle", "People who use services", 30, 50), GroupAtTable("diamond", "Carers", 0, 10)]

groups = st.lists(
    st.builds(
        lambda shape, total, away: GroupAtTable(shape, shape.title(), max(0, total - away), total),
        st.sampled_from([*SHAPES.values(), *MORE_SHAPES]),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    max_size=8,
)


def shown(tag: str, **context: object) -> str:
    return Template("{% load coproduce_ui %}" + tag).render(Context(context))


@given(groups)
def test_every_person_has_one_seat_filled_only_if_they_took_part(people: list[GroupAtTable]) -> None:
    seats = drawing.seats(people)
    assert len(seats) == sum(group.total for group in people)
    assert sum(seat.here for seat in seats) == sum(group.present for group in people)


@given(groups)
def test_the_seats_stand_in_a_circle_without_touching(people: list[GroupAtTable]) -> None:
    seats = drawing.seats(people)
    for seat, after in pairwise(seats):
        apart = ((seat.x - after.x) ** 2 + (seat.y - after.y) ** 2) ** 0.5
        assert apart >= min(seat.scale, 1.7) * 19


@given(groups)
def test_the_ring_has_an_arc_for_those_who_came_and_one_for_those_who_did_not(people: list[GroupAtTable]) -> None:
    arcs = drawing.ring(people)
    assert sum(arc.here for arc in arcs) == sum(group.present > 0 for group in people)
    assert sum(not arc.here for arc in arcs) == sum(group.present < group.total for group in people)


def test_up_to_40_people_sit_and_more_become_a_ring() -> None:
    small, large = shown("{% table people %}", people=SMALL), shown("{% table people %}", people=LARGE)
    assert small.count("<use ") == 11 + 3
    assert small.count('away"') == 4
    assert 'class="arc' not in small
    assert large.count('class="arc') == 3


def test_the_table_says_the_same_in_a_sentence_and_in_figures() -> None:
    html = shown('{% table people title="Who is at the table" %}', people=SMALL)
    assert "Who is at the table" in html
    said = "People who use services: 3 of 4. Carers: 1 of 4, 1 more needed. Staff: 3 of 3."
    assert f'aria-label="{said}"' in html
    assert sentence(SMALL) == said
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td></tr>", html)
    assert [(strip_tags(name), strip_tags(figure)) for name, figure in rows] == [
        ("People who use services", "3 of 4"),
        ("Carers", "1 of 4 needs 2"),
        ("Staff", "3 of 3"),
    ]


def test_a_group_without_people_is_still_there_where_it_is_needed() -> None:
    html = shown("{% table people %}", people=[USE, GroupAtTable("diamond", "Carers", 0, 0, needs=1)])
    assert "Carers: 0 of 0, 1 more needed." in html


def test_an_empty_table_can_be_drawn() -> None:
    assert "0 of 0" in shown("{% table people %}", people=[])


def test_in_a_list_many_people_become_figures_with_names_for_screen_readers() -> None:
    assert at_table(SMALL).count("<use ") == 11
    assert 'role="img"' in at_table(SMALL)
    many = at_table(LARGE)
    assert "30 of 50" in many
    assert "Carers: </span>0 of 10" in many


def test_names_of_groups_are_never_markup() -> None:
    bad = [GroupAtTable("star", '"><script>', 1, 2)]
    for html in (shown("{% table people %}", people=bad), at_table(bad), at_table([bad[0]._replace(total=50)])):
        assert "<script>" not in html


def test_each_usual_group_has_its_own_shape_and_added_groups_take_others() -> None:
    usual = [shape_of(key, 9) for key in SHAPES]
    added = [shape_of("young-carers", position) for position in range(4, 8)]
    assert len(set(usual + added)) == 8


def test_new_words_are_marked_and_said() -> None:
    html = changes("for the carer to rest.", "for the carer to rest and play.")
    assert strip_tags(html) == "for the carer to new words: rest and play. (end of new words)"
    assert html.count("<ins>") == 1
    assert "<del>" not in html


def test_words_taken_out_show_only_where_asked_for() -> None:
    html = changes("at home or away", "at home", show_removed=True)
    assert "<del>" in html
    assert "taken out:" in html


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_marks_never_change_the_words(old: str, new: str) -> None:
    html = changes(old, new)
    plain = re.sub(r'<span class="govuk-visually-hidden">.*?</span>|</?ins>', "", html, flags=re.DOTALL)
    unescaped = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'")
    assert unescaped.replace("&amp;", "&") == new
