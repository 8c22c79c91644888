import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, DayField, moment
from projects.models import Project, QuietCall, Via

Came = QuietCall.Came
CAME: dict[str, Promise] = {
    Came.FINE: _("Nothing is wrong. They will take part again when they can."),
    Came.NEEDS: _("Write it below. It stands on the desk until somebody has seen to it."),
    Came.PAUSING: _("We leave them in peace until the day that you write below, or until they say."),
    Came.LEAVING: _("What they did stays. They get a goodbye that says how to come back. Don’t ask them why."),
    Came.UNREACHED: _("They stay on the list, and you see that somebody tried."),
}


class BreakForm(forms.Form):
    """Until when a break lasts. Days are those of the person who looks at the form."""

    until = DayField(
        label=_("On which day are you back?"),
        help_text=_("For example, 27 3 2027. Leave it empty if you don’t know yet: you can say it later."),
        required=False,
    )

    def clean_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and until <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until

    def moment(self) -> dt.datetime | None:
        """When the day of coming back begins; only for a form without errors."""
        until = self.cleaned_data["until"]
        return until and moment(until, dt.time(0), timezone.get_current_timezone())


class CallForm(BreakForm):
    """What came of ringing somebody."""

    came = forms.ChoiceField(label=_("What came of it?"), choices=Came.choices, widget=Answers(hints=CAME))
    words = forms.CharField(
        label=_("What do they need?"),
        help_text=_("Only where they need something. Facilitators read it, nobody else."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    via = forms.ChoiceField(
        label=_("How did you talk?"),
        choices=[(Via.PHONE, _("By phone")), (Via.SESSION, _("In a session")), (Via.PAPER, _("On paper"))],
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )

    field_order = ["came", "words", "until", "via"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until"].label = _("On which day are they back?")
        self.fields["until"].help_text = _("Only for a break. Leave it empty if they don’t know yet.")

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        came, words = found.get("came"), found.get("words", "").strip()
        if came == Came.NEEDS and not words:
            self.add_error("words", _("Write what they need, so that somebody can see to it."))
        elif came and came != Came.NEEDS and words:
            self.add_error("words", _("Leave this empty: nobody has to give a reason, so we keep none."))
        return found


class PatienceForm(forms.Form):
    """After how many days without a word somebody has gone quiet."""

    days = forms.IntegerField(
        label=_("After how many days without a word?"),
        help_text=_("From 7 to 180. Most projects use 28."),
        min_value=Project.QUIET_AFTER[0],
        max_value=Project.QUIET_AFTER[1],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
