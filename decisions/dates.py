"""Short days for lists, and the days that count as working days."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

SATURDAY = 5


def short_day(day: dt.date) -> str:
    """ "26 Nov", or "26 Nov 2025" where the year isn't this one."""
    local = timezone.localtime(day) if isinstance(day, dt.datetime) else day
    return date_format(local, "j M" if local.year == timezone.localdate().year else "j M Y", use_l10n=False)


def working_days_after(day: dt.date, days: int) -> dt.date:
    """The date that many working days later, Monday to Friday."""
    left = days
    while left > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < SATURDAY:
            left -= 1
    return day
