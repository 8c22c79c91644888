"""Days and times are read as people write them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participants.fields import ClockField, DayField, clock, moment


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("10:30", dt.time(10, 30)),
        ("10.30am", dt.time(10, 30)),
        ("2pm", dt.time(14)),
        ("2 p.m.", dt.time(14)),
        ("12am", dt.time(0)),
        ("12:15 PM", dt.time(12, 15)),
        ("00:05", dt.time(0, 5)),
        ("noon", dt.time(12)),
        ("Midnight", dt.time(0)),
    ],
)
def test_times_are_read_as_people_write_them(words: str, time: dt.time) -> None:
    assert clock(words) == time


@pytest.mark.parametrize(
    "words", ["", "10", "25:00", "10:60", "13pm", "0am", "half past ten", "١٠:٣٠", "10:30:00", "-1pm"]
)
def test_what_could_be_two_times_or_none_is_not_guessed(words: str) -> None:
    assert clock(words) is None


def test_a_day_comes_from_three_boxes() -> None:
    assert DayField().clean(["27", " 3 ", "2027"]) == dt.date(2027, 3, 27)


@pytest.mark.parametrize(
    "boxes",
    [["31", "2", "2027"], ["1", "1", "27"], ["a", "1", "2027"], ["1", "", "2027"], ["1", "1"], ["٣", "1", "2027"]],
)
def test_a_day_that_does_not_exist_is_refused_with_an_example(boxes: list[str]) -> None:
    with pytest.raises(ValidationError, match="Enter a day that exists"):
        DayField().clean(boxes)


def test_an_empty_day_is_refused_only_where_it_is_needed() -> None:
    assert DayField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError, match="Enter the day, the month and the year"):
        DayField().clean(["", "", ""])


class Meeting(forms.Form):
    day = DayField()
    starts = ClockField()


def test_a_form_shows_what_was_there_before() -> None:
    html = str(Meeting(initial={"day": dt.date(2027, 3, 27), "starts": dt.time(9, 5)}))
    for value in ("27", "3", "2027", "9:05"):
        assert f'value="{value}"' in html


def test_a_form_knows_whether_the_day_changed() -> None:
    same = Meeting(
        {"day_0": "27", "day_1": "3", "day_2": "2027", "starts": "9:05"}, initial={"day": dt.date(2027, 3, 27)}
    )
    assert "day" not in same.changed_data
    assert "day" in Meeting({"day_0": "x"}, initial={"day": dt.date(2027, 3, 27)}).changed_data


def test_a_moment_knows_summer_time() -> None:
    london = ZoneInfo("Europe/London")
    assert moment(dt.date(2027, 7, 1), dt.time(10), london).utcoffset() == dt.timedelta(hours=1)
    assert moment(dt.date(2027, 1, 1), dt.time(10), london).utcoffset() == dt.timedelta(0)


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=30))
def test_nothing_that_people_write_breaks_the_form(boxes: list[str], words: str) -> None:
    form = Meeting({f"day_{number}": box for number, box in enumerate(boxes)} | {"starts": words})
    form.is_valid()
    assert str(form)
