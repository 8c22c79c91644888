"""Fields that several forms of this app share."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.fields import ClockField, DayField, moment


def text(label: Any, *, most: int, rows: int = 4, **options: Any) -> forms.CharField:
    """A box for several lines of at most that many letters."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


class Counted(forms.CharField):
    """A box in which a new line counts as one letter, as whoever writes would count it."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def counted(label: Any, *, most: int, rows: int = 4, **options: Any) -> forms.CharField:
    """As `text`, for what people often write much of; say in `help_text` how much there may be."""
    return Counted(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


class ClosingFields(forms.Form):
    """Until when it is open: a day and a time in the person's own zone. `closes_at` is the moment, cleaned."""

    closes_on = DayField(label=_("Open until which day?"), help_text=_("People need time. A week or more is good."))
    closes_time = ClockField(label=_("What time does it close?"), help_text=_("For example 5pm"), initial=dt.time(17))

    def __init__(
        self, *args: Any, zone: ZoneInfo, now: dt.datetime, earliest: dt.datetime | None = None, **options: Any
    ):
        super().__init__(*args, **options)
        self.zone, self.now, self.earliest = zone, now, earliest

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, time = cleaned.get("closes_on"), cleaned.get("closes_time")
        if day is None or time is None:
            return cleaned
        closes_at = moment(day, time, self.zone)
        if closes_at <= self.now:
            self.add_error("closes_on", _("Choose a day and time that are still to come."))
        elif self.earliest is not None and closes_at < self.earliest:
            self.add_error("closes_on", _("People were told that it is open for longer. You can only give more time."))
        cleaned["closes_at"] = closes_at
        return cleaned


def closing_initial(moment_: dt.datetime, zone: ZoneInfo) -> dict[str, Any]:
    local = timezone.localtime(moment_, zone)
    return {"closes_on": local.date(), "closes_time": local.time().replace(second=0, microsecond=0)}
