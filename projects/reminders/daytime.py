"""When people may be reminded, for every reminder that goes by days."""

import datetime as dt

from django.utils import timezone

MORNING = dt.time(8)  # nobody is reminded in the night
TWO_DAYS = dt.timedelta(days=2)


def by_day(now: dt.datetime) -> bool:
    return timezone.localtime(now).time() >= MORNING
