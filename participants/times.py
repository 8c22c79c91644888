"""Days and times as people say them, in the active language and time zone: Tuesday 1 December, 10:30am to 12:15pm."""

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

THERE_AND_BACK = dt.timedelta(days=5)  # by post, with a weekend in between


def clock(at: dt.datetime) -> str:
    """10:30am, 2pm, midday, midnight."""
    local = timezone.localtime(at)
    if (local.hour, local.minute) == (0, 0):
        return _("midnight")
    if (local.hour, local.minute) == (12, 0):
        return _("midday")
    hour = str((local.hour - 1) % 12 + 1) + (f":{local.minute:02}" if local.minute else "")
    return _("%(hour)sam") % {"hour": hour} if local.hour < 12 else _("%(hour)spm") % {"hour": hour}


def day(at: dt.datetime | dt.date) -> str:
    """Tuesday 1 December, with the year where it is not this one."""
    local = timezone.localtime(at).date() if isinstance(at, dt.datetime) else at
    return in_words(local, _("l j F") if this_year(local) else _("l j F Y"), get_language())


def short_day(at: dt.datetime | dt.date) -> str:
    """ "26 Nov", or "26 Nov 2025" where the year isn't this one."""
    local = timezone.localtime(at).date() if isinstance(at, dt.datetime) else at
    return in_words(local, "j M" if this_year(local) else "j M Y", get_language())


def this_year(date: dt.date) -> bool:
    return date.year == timezone.localtime().year


@lru_cache(maxsize=4_000)
def in_words(date: dt.date, pattern: str, _language: str | None) -> str:
    """A date by Django's letters. Kept, since a page can name the same few days fifty times."""
    return date_format(date, pattern)


def last_day(end: dt.datetime) -> str:
    """The last whole day before a moment at which something ends."""
    return day(end - dt.timedelta(seconds=1))


def moment(at: dt.datetime) -> str:
    """Tuesday 1 December, 10:30am."""
    return _("%(day)s, %(time)s") % {"day": day(at), "time": clock(at)}


def span(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Tuesday 1 December, 10:30am to 12:15pm; both days are named where they differ."""
    same_day = timezone.localtime(starts_at).date() == timezone.localtime(ends_at).date()
    return _("%(start)s to %(end)s") % {
        "start": moment(starts_at),
        "end": clock(ends_at) if same_day else moment(ends_at),
    }
