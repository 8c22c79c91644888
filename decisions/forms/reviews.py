import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.forms.common import text
from decisions.forms.proposals import PeopleField
from decisions.models import Review
from participants.fields import Answers, DayField
from projects.models import PartnerGroup

HINTS: dict[str, Any] = {
    Review.Result.KEEP: _("It works, and nobody needs to look at it again."),
    Review.Result.AGAIN: _("It holds for now. Choose below on which day you look at it again."),
    Review.Result.CHANGE: _("It holds until you have decided anew. Next, you open a new decision that replaces it."),
    Review.Result.ENDED: _("It is over, and nothing takes its place."),
}


class ReviewForm(forms.Form):
    """What partners found when they looked at it again, and how many of each group took part in that.

    `seen` is how often it had been looked at when the form was opened.
    """

    result = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Review.Result,
        widget=Answers(hints=HINTS),
        error_messages={"required": _("Choose what you found.")},
    )
    next_on = DayField(
        label=_("On which day do you look at it again?"),
        help_text=_("Leave this empty if you do not look at it again."),
        required=False,
    )
    words = text(
        _("What has happened since, and why did you choose this?"),
        most=3000,
        help_text=_("Everyone in the project can read this."),
        error_messages={"required": _("Write why you chose this.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, groups: Sequence[PartnerGroup], today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups, self.today = groups, today
        for group in groups:
            self.fields[f"people_{group.pk}"] = PeopleField(label=group.name, initial=0)

    def people_fields(self) -> list[forms.BoundField]:
        return [self[f"people_{group.pk}"] for group in self.groups]

    def parts(self) -> dict[PartnerGroup, int]:
        """How many of each group took part; only for a form without errors."""
        return {group: self.cleaned_data[f"people_{group.pk}"] for group in self.groups}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("next_on")
        if cleaned.get("result") == Review.Result.AGAIN and "next_on" not in self.errors:
            if day is None:
                self.add_error("next_on", _("Choose the day on which you look at it again."))
            elif day <= self.today:
                self.add_error("next_on", _("Choose a day that is still to come."))
        groups = [cleaned.get(f"people_{group.pk}") for group in self.groups]
        if groups and None not in groups and not any(groups):
            raise ValidationError(_("Say how many people took part in looking at it again, at least one."))
        return cleaned
