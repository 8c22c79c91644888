from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.forms.common import counted, text
from decisions.models import Position
from participants.fields import Answers
from projects.models import Membership, Via

HINTS: dict[str, Any] = {
    Position.Stance.CONSENT: _("Good enough for now, and safe enough to try."),
    Position.Stance.OBJECT: _("It would stop us doing what we set out to do. Please say how."),
    Position.Stance.QUESTION: _("The facilitator is told, and answers here. Then you say where you stand."),
}
WHY = {
    Position.Stance.OBJECT: _("Say why you object, so that the group can meet your objection."),
    Position.Stance.QUESTION: _("Write your question."),
}


class PositionForm(forms.Form):
    """Where somebody stands on one wording. `wording` is the number of the one they read."""

    hide_optional = True
    STANCES: Any = Position.Stance.choices
    ASKS_WHY: Any = WHY

    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        choices=Position.Stance,
        widget=Answers(hints=HINTS),
        error_messages={"required": _("Choose where you stand.")},
    )
    reason = counted(
        _("Is there anything you want to add?"),
        most=3000,
        required=False,
        help_text=_(
            "If you object or have a question, write it here, in up to 3,000 letters. "
            "If you consent, you can leave this empty."
        ),
    )
    wording = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stance = cleaned.get("stance")
        if stance in self.ASKS_WHY and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.ASKS_WHY[stance])
        return cleaned


class EasyPositionForm(PositionForm):
    """The same answers in Easy Read words."""

    STANCES = (
        (Position.Stance.CONSENT.value, _("Yes. It is OK for me.")),
        (Position.Stance.OBJECT.value, _("No. It is not OK for me.")),
        (Position.Stance.QUESTION.value, _("I want to ask something first.")),
    )
    ASKS_WHY: Any = {
        Position.Stance.OBJECT: _("Write why it is not OK for you."),
        Position.Stance.QUESTION: _("Write what you want to ask."),
    }

    stance = forms.ChoiceField(
        label=_("What do you think?"),
        choices=STANCES,
        widget=Answers(
            hints={
                Position.Stance.CONSENT: _("We can try it."),
                Position.Stance.OBJECT: _("Please tell us why. Then we can change it."),
                Position.Stance.QUESTION: _("We tell the facilitator. They answer you here."),
            }
        ),
        error_messages={"required": _("Choose one answer."), "invalid_choice": _("Choose one answer.")},
    )
    reason = counted(
        _("Do you want to tell us more?"),
        most=3000,
        required=False,
        help_text=_("If you say yes, you can leave this empty. You can write up to 3,000 letters."),
    )


class AnswerQuestionForm(forms.Form):
    """The answer to what somebody asked."""

    words = text(_("Your answer"), most=2000, rows=3, help_text=_("Everyone who can read the question reads this."))

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _now("Your answer to %(name)s") % {"name": name}


class SeatChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.person.name} · {obj.group.name}"


class EnterPositionForm(PositionForm):
    """What a partner said by phone or on paper, written down by the facilitator for them."""

    partner = SeatChoice(
        label=_("Who is it from?"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a partner"),
        error_messages={
            "required": _("Choose who it is from."),
            "invalid_choice": _("Choose a partner from the list."),
        },
    )
    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(Via.PHONE, _("By phone")), (Via.PAPER, _("On paper")), (Via.SESSION, _("In a session"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they told you.")},
    )

    field_order = ["partner", "via", "stance", "reason", "wording"]

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["stance"].label = _("Where do they stand?")
        self.fields["reason"].label = _("What did they say?")
        self.fields["reason"].help_text = _(
            "In their own words, in up to 3,000 letters. They need a reason if they object."
        )
