from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from decisions.forms.common import ClosingFields, text
from decisions.models import Objection
from participants.fields import ManyAnswers
from projects.models import Contribution, PartnerGroup

MOST_NEEDED = 500


class SaidChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Contribution) -> str:
        return f"{obj.shown_name}: “{Truncator(obj.words).chars(140)}”"


class PeopleField(forms.IntegerField):
    """How many of a group must take part. What is wrong with it names the group, since there is a box for each."""

    widget = forms.TextInput

    def __init__(self, *, label: str, **options: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})
        super().__init__(label=label, min_value=0, max_value=MOST_NEEDED, widget=box, **options)

    def clean(self, value: Any) -> int:
        try:
            return int(super().clean(value) or 0)
        except ValidationError:
            words = _("%(group)s: enter a whole number from 0 to %(most)s.")
            raise ValidationError(words, code="people", params={"group": self.label, "most": MOST_NEEDED}) from None


class MinimumFields(ClosingFields):
    """Until when it is open, and how many of each group must take part."""

    def __init__(self, *args: Any, groups: Sequence[PartnerGroup], **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = groups
        for group in groups:
            self.fields[f"minimum_{group.pk}"] = PeopleField(
                label=group.name, initial=1 if group.lived_experience else 0
            )

    def minimum_fields(self) -> list[forms.BoundField]:
        return [self[f"minimum_{group.pk}"] for group in self.groups]

    def minimums(self) -> dict[PartnerGroup, int]:
        """How many of each group must take part; only for a form without errors."""
        return {group: self.cleaned_data[f"minimum_{group.pk}"] for group in self.groups}


class TermsDecisionForm(MinimumFields):
    """Whether partners agree to the terms of reference: the terms themselves say the rest."""


class OpenForm(MinimumFields):
    """The question, a first proposal, until when, and how many of each group must take part."""

    question = forms.CharField(label=_("What is the question?"), max_length=300)
    background = text(_("What should people know first?"), most=3000, required=False)
    proposal = text(
        _("What do you propose?"),
        most=3000,
        help_text=_("One or two short sentences. People can object, and then you change the words together."),
    )
    came_from = SaidChoice(
        label=_("Which of the things that people said led to this?"),
        queryset=Contribution.objects.none(),
        required=False,
        widget=ManyAnswers,
    )
    asks_for_answer = forms.BooleanField(
        label=_("Ask the commissioner to answer"),
        help_text=_("They must then say yes, in part or no, with reasons, in the time that the project sets."),
        required=False,
        initial=True,
    )

    field_order = ["question", "background", "proposal", "came_from", "closes_on", "closes_time"]

    def __init__(self, *args: Any, said: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["came_from"].queryset = said  # type: ignore[attr-defined]
        if not said:
            del self.fields["came_from"]


class WordingForm(ClosingFields):
    """New words, why, and how they meet each objection that still stands."""

    words = text(_("We propose"), most=3000, help_text=_("Change the words here."))
    because = text(_("What did you change, and why?"), most=1000, rows=3)

    field_order = ["words", "because"]

    def __init__(self, *args: Any, objections: Iterable[Objection], **options: Any) -> None:
        super().__init__(*args, **options)
        self.objections = list(objections)
        self.fields["closes_on"].help_text = _("You can give people more time to look again.")
        for objection in self.objections:
            position = objection.position
            self.fields[f"meets_{objection.pk}"] = text(
                _("How does this meet what %(name)s said?") % {"name": position.membership.person.name},
                most=1000,
                rows=3,
                required=False,
                help_text=_("“%(words)s” Leave this empty if it does not.") % {"words": position.reason},
            )
        self.order_fields(["words", "because", *(f"meets_{objection.pk}" for objection in self.objections)])

    def meets(self) -> dict[int, str]:
        """How each objection is met, by its id; only for a form without errors."""
        answers = {objection.pk: self.cleaned_data.get(f"meets_{objection.pk}") for objection in self.objections}
        return {pk: answer for pk, answer in answers.items() if answer}
