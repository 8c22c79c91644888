"""Until when, as people say it."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.times import clock, day

register = template.Library()


@register.filter
def due(by: dt.datetime) -> str:
    """ "By 5pm today", "By tomorrow", "By Thursday" within a week, then with the date. In the active time zone."""
    today, last = timezone.localdate(), timezone.localtime(by).date()
    away = (last - today).days
    if away < 0:
        return _("Was due on %(day)s") % {"day": day(by)}
    if away == 0:
        return _("By %(time)s today") % {"time": clock(by)}
    if away == 1:
        return _("By tomorrow")
    if away < 7:
        return _("By %(day)s") % {"day": date_format(last, "l", use_l10n=False)}
    return _("By %(day)s") % {"day": day(by)}


@register.filter
def about_minutes(minutes: int) -> str:
    return ngettext("about %(count)s minute", "about %(count)s minutes", minutes) % {"count": minutes}
