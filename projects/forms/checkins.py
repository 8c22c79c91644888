from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers
from projects.ladder import IN_PLAIN_WORDS, Rung
from projects.models import CheckIn, HowMuch, Via


class CheckInForm(forms.Form):
    """Three questions and one line."""

    rung = forms.ChoiceField(
        label=_("What did it feel like?"),
        choices=[(rung.value, rung.label) for rung in reversed(Rung)],
        widget=Answers(hints=IN_PLAIN_WORDS),
    )
    heard = forms.ChoiceField(label=_("I was heard"), choices=HowMuch.choices, widget=forms.RadioSelect)
    knows = forms.ChoiceField(label=_("I know what happened next"), choices=HowMuch.choices, widget=forms.RadioSelect)
    line = forms.CharField(
        label=_("Is there one thing you want to say?"),
        help_text=_("Everyone in the project can read it, without your name. Your words may still show who you are."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def of(said: CheckIn | None) -> dict[str, Any]:
        """The form's first values: what they said before."""
        return {} if said is None else {name: getattr(said, name) for name in ("rung", "heard", "knows", "line")}

    def answers(self) -> dict[str, Any]:
        """What was said, for the action; only for a form without errors."""
        found = self.cleaned_data
        degrees = {name: HowMuch(int(found[name])) for name in ("heard", "knows")}
        return {
            "rung": Rung(found["rung"]),
            "line": found["line"],
            "via": Via(found.get("via") or Via.ONLINE),
            **degrees,
        }


class PassedOnCheckInForm(CheckInForm):
    """What a partner told a facilitator by phone, on paper or in a session."""

    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(way.value, way.label) for way in Via if way != Via.ONLINE],
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )
