"""Days and times as people say them, in the active language and time zone: Tuesday 1 December, 10:30am to 12:15pm."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


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
    local = timezone.localtime(at) if isinstance(at, dt.datetime) else at
    words = _("l j F") if local.year == timezone.localdate().year else _("l j F Y")
    return date_format(local, words, use_l10n=False)


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
