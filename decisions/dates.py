"""The days that count as working days."""

import datetime as dt

SATURDAY = 5


def working_days_after(day: dt.date, days: int) -> dt.date:
    """The date that many working days later, Monday to Friday."""
    left = days
    while left > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < SATURDAY:
            left -= 1
    return day
