from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.symbols import SYMBOLS, Symbol, found_for

MOST_LINES = 60  # with a picture each; what follows stays without


@dataclass(frozen=True)
class Line:
    """One line of Easy Read words with the pictures that can stand beside it, to draw."""

    number: int
    words: str
    symbols: list[Symbol]
    chosen: str
    search: forms.BoundField

    @property
    def name(self) -> str:
        return f"picture_{self.number}"


class PicturesForm(forms.Form):
    """A picture for each line, or none. `look_0` … are words to look for other pictures by; `twin` is the row of Easy
    Read words that they are for."""

    twin = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)

    def __init__(self, *args: Any, lines: Sequence[str], pictures: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines, self.before = lines[:MOST_LINES], pictures
        for number, _line in enumerate(self.lines):
            self.fields[f"picture_{number}"] = forms.ChoiceField(
                choices=[("", ""), *((key, key) for key in SYMBOLS)],
                required=False,
                error_messages={"invalid_choice": _("Choose one of these pictures.")},
            )
            box = forms.TextInput(attrs={"class": "govuk-input--width-10"})
            self.fields[f"look_{number}"] = forms.CharField(
                label=_("Look for another picture"), max_length=60, required=False, widget=box
            )

    def rows(self) -> Iterator[Line]:
        """Each line with what is chosen, what was looked for, and what fits its words."""
        for number, line in enumerate(self.lines):
            chosen = self.chosen(number)
            looked = str(self[f"look_{number}"].value() or "")[:60]
            keys = dict.fromkeys(each.key for each in [*found_for(looked), *found_for(line)])
            if chosen:
                keys = {chosen: None} | keys
            yield Line(number, line, [SYMBOLS[key] for key in keys], chosen, self[f"look_{number}"])

    def chosen(self, number: int) -> str:
        """What was sent, or what stood there before."""
        before = self.before[number] if number < len(self.before) else ""
        key = self.data.get(f"picture_{number}", "") if self.is_bound else before
        return key if key in SYMBOLS else ""

    def pictures(self) -> list[str]:
        """The key of each line's picture, or ""; only for a form without errors."""
        return [self.cleaned_data[f"picture_{number}"] for number, _line in enumerate(self.lines)]
