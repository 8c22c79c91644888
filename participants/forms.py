from django import forms
from django.utils.translation import gettext_lazy as _

from participants.display import Display
from participants.fields import Answers
from participants.models.person import TEXT_SIZES, Theme


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=Theme,
        widget=Answers(
            hints={
                Theme.SYSTEM: _("Light by day or dark by night, as your phone or computer is set."),
                Theme.LIGHT: _("Dark words on a warm white."),
                Theme.DARK: _("Light words on a dark page."),
                Theme.CREAM: _("Dark words on a soft yellow. Some people find it calmer to read."),
                Theme.CONTRAST: _("White and bright words on black."),
            }
        ),
    )
    text_size = forms.TypedChoiceField(
        label=_("Text size"),
        choices=[(size, f"{size}%") for size in TEXT_SIZES],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )

    def display(self) -> Display:
        """What was chosen; only for a form without errors."""
        return Display(self.cleaned_data["theme"], self.cleaned_data["text_size"])
