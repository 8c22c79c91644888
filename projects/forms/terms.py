from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers
from projects.forms.contributions import PartnerField
from projects.forms.help import TOLD, partners_of
from projects.models import Membership, TermsPart, TermsSuggestion, Via
from projects.permissions import Seat

MOST: dict[str, int] = {TermsPart.FINAL_SAY: 300}
OTHERS = 2000
HINTS = {
    TermsPart.FINAL_SAY: _("Say it as it is. It shows on each decision, once it is agreed."),
    TermsPart.OUT_OF_SCOPE: _("What nobody here can change, and why."),
}


def box(part: TermsPart, **options: Any) -> forms.CharField:
    """The words of one part."""
    area = forms.Textarea(attrs={"rows": 2 if part in MOST else 4})
    facts: dict[str, Any] = {"label": part.label, "max_length": MOST.get(part, OTHERS), "widget": area}
    return forms.CharField(**facts | {"required": part == TermsPart.FINAL_SAY} | options)


def words_box(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **options)


class TermsForm(forms.Form):
    """The whole of the terms. `number` is the version that was being read; `because` is asked from the second on."""

    hide_optional = True

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32000)

    def __init__(self, *args: Any, first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in TermsPart:
            self.fields[part.value] = box(part, help_text=HINTS.get(part, ""))
        if not first:
            self.fields["because"] = words_box(_("What did you change, and why?"), 1000)

    def parts(self) -> dict[str, str]:
        """The words by part; only for a form without errors."""
        return {part.value: self.cleaned_data[part] for part in TermsPart}


class SuggestionForm(forms.Form):
    """One part as somebody would write it, and why."""

    why = words_box(_("Why?"), 1000, help_text=_("One sentence is enough."))

    def __init__(self, *args: Any, part: TermsPart, seat: Seat, for_others: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        words = box(part, required=True, help_text=_("Change the words to how you would say it."))
        self.fields = {"words": words, "why": self.fields["why"]}
        if for_others:
            who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
            who.queryset = partners_of(seat)
            via = forms.ChoiceField(label=_("How did they say it?"), choices=TOLD, widget=forms.RadioSelect)
            self.fields = {"who": who, "via": via, **self.fields}


class SuggestionAnswerForm(forms.Form):
    """Take it in, with the words as they will stand, or say why not."""

    TAKE, LEAVE = "take", "leave"

    answer = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[(TAKE, _("Take it in")), (LEAVE, _("Leave the words as they are"))],
        widget=Answers(hints={TAKE: _("It becomes a new version of the draft."), LEAVE: _("The person reads why.")}),
        error_messages={"required": _("Choose one of the two.")},
    )
    because = words_box(
        _("Say how, or why not"), 1000, help_text=_("The person who suggested it is told, and everyone can read it.")
    )

    def __init__(self, *args: Any, suggestion: TermsSuggestion, **options: Any) -> None:
        super().__init__(*args, **options)
        part = TermsPart(suggestion.part)
        help_text = _("If you take it in, this is how the part will read. You can still change the words.")
        words = box(part, required=True, initial=suggestion.words, help_text=help_text)
        self.fields = {"answer": self.fields["answer"], "words": words, "because": self.fields["because"]}


class AcceptTermsForm(forms.Form):
    """Accept, or ask first."""

    ACCEPT, ASK = "accept", "ask"

    answer = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[(ACCEPT, _("I have read this and accept it")), (ASK, _("I have a question first"))],
        widget=Answers(hints={ASK: _("A facilitator answers you. You stay part of the project meanwhile.")}),
        error_messages={"required": _("Accept, or ask a question.")},
    )
    words = words_box(_("Your question, if you have one"), 1000, required=False)

    hide_optional = True

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("answer") == self.ASK and not found.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write your question."))
        return found


class AcceptForThemForm(AcceptTermsForm):
    """What somebody told a facilitator by phone or on paper."""

    who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
    via = forms.ChoiceField(label=_("How did they say it?"), choices=TOLD, widget=forms.RadioSelect)

    field_order = ["who", "via", "answer", "words"]

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].queryset = partners_of(seat)  # type: ignore[attr-defined]

    def via_of(self) -> Via:
        return Via(self.cleaned_data["via"])


class AnswerQuestionForm(forms.Form):
    answer = words_box(_("Your answer"), 2000, help_text=_("They are told in the way that they like to be reached."))


class KeeperForm(forms.Form):
    """Which partner keeps the draft beside the facilitators."""

    who = PartnerField(
        Membership.objects.none(),
        label=_("Which partner keeps the draft?"),
        help_text=_("They can change the draft and answer suggestions, as facilitators can."),
        required=False,
        empty_label=_("Nobody beside the facilitators"),
    )

    hide_optional = True

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].queryset = partners_of(seat).filter(role=Membership.Role.PARTNER)  # type: ignore[attr-defined]
