from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.easy import Original
from projects.easy_words import lines_of


class EasyReadForm(forms.Form):
    """Easy Read words for something. `mark` is that of the full words that were being read meanwhile."""

    words = forms.CharField(
        label=_("The Easy Read words"),
        max_length=3000,
        help_text=_("One idea in each sentence. Use 10 to 15 words. Say who does what, and say “you”."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, original: Original, **options: Any) -> None:
        super().__init__(*args, **options)
        self.original = original

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not lines_of(words):
            raise forms.ValidationError(_("Write at least one sentence."))
        return words

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("mark") != self.original.mark and not self.errors:
            raise forms.ValidationError(
                _("The full words have changed while you were writing. Read them again, then save.")
            )
        return self.cleaned_data

    def mark_anew(self) -> None:
        """From here on for the full words as they stand now; what was typed and what was wrong with it stay."""
        self.data = {**dict(self.data.items()), "mark": self.original.mark}
