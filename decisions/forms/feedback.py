from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.actions import Word
from decisions.forms.common import text
from decisions.models import Feedback

DID = [("yes", _("We did this")), ("part", _("We did part of it")), ("no", _("We couldn't"))]


class TellForm(forms.Form):
    """A row per person: what came of what they said. Who has no word here, own or shared, waits."""

    hide_optional = True

    def __init__(self, *args: Any, owed: Sequence[Feedback], **options: Any) -> None:
        super().__init__(*args, **options)
        self.owed = owed
        self.fields["everyone"] = text(
            _("A word for everyone whose own box stays empty"),
            most=1000,
            rows=2,
            required=False,
            help_text=_("Leave this empty too, and those people wait until you write to them."),
        )
        for feedback in owed:
            self.add_row(feedback)

    def add_row(self, feedback: Feedback) -> None:
        name = feedback.shown_name
        self.fields[f"did_{feedback.pk}"] = forms.ChoiceField(
            label=_("What came of what %(name)s said?") % {"name": name},
            choices=DID,
            initial="yes",
            required=False,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        )
        self.fields[f"came_{feedback.pk}"] = text(
            _("We did, or we couldn't, because"), most=1000, rows=2, required=False
        )

    def rows(self) -> list[tuple[Feedback, list[forms.BoundField]]]:
        """The fields of each."""
        return [(feedback, [self[f"{part}_{feedback.pk}"] for part in ("did", "came")]) for feedback in self.owed]

    def words(self) -> list[Word]:
        """What to tell those whose row says what came of it; only for a form without errors."""
        return [
            Word(
                feedback.pk,
                self.came_of(feedback),
                did=self.cleaned_data[f"did_{feedback.pk}"] != "no",
                in_part=self.cleaned_data[f"did_{feedback.pk}"] == "part",
            )
            for feedback in self.owed
            if self.came_of(feedback)
        ]

    def came_of(self, feedback: Feedback) -> str:
        own: str = self.cleaned_data[f"came_{feedback.pk}"]
        shared: str = self.cleaned_data["everyone"]
        return own or shared

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.words():
            self.add_error("everyone", _("Write what came of it for at least one person."))
        return cleaned
