import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.fields import Answers, DayField
from participants.models import Attempt, Message

HINTS: dict[str, Any] = {
    Attempt.Outcome.REACHED: gettext_lazy("It comes off your list."),
    Attempt.Outcome.LEFT_WORD: gettext_lazy("It stays on your list until you reach them."),
    Attempt.Outcome.NO_ANSWER: gettext_lazy("It stays on your list until you reach them."),
    Attempt.Outcome.NO_CALLS: gettext_lazy("We keep to it: from now on nobody is asked to ring them."),
}


class OutcomeForm(forms.Form):
    """What came of a call or a letter."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=Attempt.Outcome.choices,
        widget=Answers(hints=HINTS),
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    again_on = DayField(
        label=gettext_lazy("When do you try again?"),
        help_text=gettext_lazy("Until that day it is off your list. Leave it empty to keep it there."),
        required=False,
    )

    def __init__(self, *args: Any, message: Message, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.message, self.today = message, today

    def clean_again_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["again_on"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day is not None and day > self.today + dt.timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("outcome") in (Attempt.Outcome.REACHED, Attempt.Outcome.NO_CALLS):
            found["again_on"] = None
        return found

    def thanks(self) -> str:
        """What is said when it is written down; only for a form without errors."""
        words = {
            Attempt.Outcome.REACHED: _("Done: %(name)s has been told."),
            Attempt.Outcome.LEFT_WORD: _("Written down: you left a message for %(name)s."),
            Attempt.Outcome.NO_ANSWER: _("Written down: %(name)s did not answer."),
            Attempt.Outcome.NO_CALLS: _("Written down: nobody rings %(name)s from now on."),
        }
        return words[self.cleaned_data["outcome"]] % {"name": self.message.to.name}
