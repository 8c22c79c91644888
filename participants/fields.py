"""Form fields for days and times as people write them, and answers that explain themselves."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? *(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)
NAMED_TIMES = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(0)}


class DayInput(forms.MultiWidget):
    """Three boxes, day, month and year, as on a form on paper."""

    template_name = "forms/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A day, as a `datetime.date`. It says which part is missing or wrong."""

    widget = DayInput
    default_error_messages = {
        "required": _("Enter the day, the month and the year."),
        "no_such_day": _("Enter a day that exists, such as 27 3 2027."),
    }

    def __init__(self, **options: Any) -> None:
        parts = [forms.CharField(max_length=20, required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **options)

    def clean(self, value: Sequence[str] | None) -> dt.date | None:
        words = [str(word or "").strip() for word in value or []]
        if not any(words):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            day, month, year = (int(word) for word in words if word.isascii())
            found = dt.date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from None
        if not 1900 <= found.year <= 2200:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day")
        self.run_validators(found)
        return found

    def compress(self, data_list: Sequence[Any]) -> Any:
        raise NotImplementedError  # `clean` reads the three boxes together

    def has_changed(self, initial: dt.date | None, data: Sequence[str] | None) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class ClockField(forms.CharField):
    """A time of day as people write it ("10:30", "10.30am", "2pm", "noon"), as a `datetime.time`."""

    default_error_messages = {"no_such_time": _("Enter a time, such as 10:30am or 14:00.")}

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"class": "govuk-input--width-5"})
        defaults: dict[str, Any] = {"max_length": 20, "widget": box}
        super().__init__(**defaults | options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value.minute:02}" if isinstance(value, dt.time) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if words in self.empty_values:
            return None
        time = clock(words)
        if time is None:
            raise ValidationError(self.error_messages["no_such_time"], code="no_such_time")
        return time


def clock(words: str) -> dt.time | None:
    """The time that `words` say, or None: "10:30", "10.30am", "2pm", "noon"."""
    words = words.strip().lower()
    if words in NAMED_TIMES:
        return NAMED_TIMES[words]
    found = CLOCK.fullmatch(words)
    if not found or not words.isascii():
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif not found["minute"]:
        return None  # "10" alone could be morning or evening
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The aware moment of a day and a time in a person's own zone."""
    return dt.datetime.combine(day, time, zone)


class Explained:
    """Choices with a line under each: `Answers(hints={"consent": _("Good enough for now.")})`, shown as cards."""

    def __init__(self, hints: Mapping[str, Any] | None = None, **options: Any) -> None:
        options["attrs"] = {"class": "answers"} | options.get("attrs", {})
        super().__init__(**options)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *rest: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *rest, **options)  # type: ignore[misc]
        return option | {"hint": self.hints.get(str(value), "")}


class Answers(Explained, forms.RadioSelect):
    """One answer of several, each a card with a line that says what it means."""


class ManyAnswers(Explained, forms.CheckboxSelectMultiple):
    """Any number of answers, each a card with a line that says what it means."""
