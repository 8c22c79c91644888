"""Days and times as people say them, by the clock where they are."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from participants.times import clock, moment, span

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ((10, 30), "10:30am"),
        ((17, 0), "5pm"),
        ((0, 5), "12:05am"),
        ((12, 15), "12:15pm"),
        ((12, 0), "midday"),
        ((0, 0), "midnight"),
    ],
)
def test_a_time_of_day_is_written_as_people_write_it(time: tuple[int, int], words: str) -> None:
    assert clock(dt.datetime(2027, 3, 1, *time, tzinfo=LONDON)) == words


def test_a_moment_is_said_by_the_clock_of_whoever_reads_it() -> None:
    summer = dt.datetime(2029, 7, 2, 9, 30, tzinfo=dt.UTC)
    assert moment(summer) == "Monday 2 July 2029, 10:30am"
    with timezone.override("America/New_York"):
        assert moment(summer) == "Monday 2 July 2029, 5:30am"


def test_a_span_names_the_second_day_only_where_it_is_another() -> None:
    evening = dt.datetime(2029, 3, 24, 23, 30, tzinfo=LONDON)
    assert span(evening, evening + dt.timedelta(minutes=15)) == "Saturday 24 March 2029, 11:30pm to 11:45pm"
    after_the_clocks_change = dt.datetime(2029, 3, 25, 1, 0, tzinfo=dt.UTC)
    assert span(evening, after_the_clocks_change) == "Saturday 24 March 2029, 11:30pm to Sunday 25 March 2029, 2am"
