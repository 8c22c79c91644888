"""Short days for lists, and the days that count as working days."""

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

SATURDAY = 5


def short_day(day: dt.date) -> str:
    """ "26 Nov", or "26 Nov 2025" where the year isn't this one."""
    date = timezone.localtime(day).date() if isinstance(day, dt.datetime) else day
    return in_words(date, date.year == timezone.localdate().year, get_language() or "")


@lru_cache(maxsize=2_000)
def in_words(date: dt.date, this_year: bool, _language: str) -> str:
    """Kept, since a page can name the same few days fifty times."""
    return date_format(date, "j M" if this_year else "j M Y", use_l10n=False)


def working_days_after(day: dt.date, days: int) -> dt.date:
    """The date that many working days later, Monday to Friday."""
    left = days
    while left > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < SATURDAY:
            left -= 1
    return day
