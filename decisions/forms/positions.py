from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from decisions.choosing import checked, options_left
from decisions.forms.common import counted, text
from decisions.methods import Asks
from decisions.models import Decision, Option, Position
from participants.fields import Answers
from participants.refusals import Refused
from projects.models import Membership, Via


class ChoosingWidget(forms.Widget):
    """A small box beside each option: for its place, or for points."""

    template_name = "forms/widgets/choosing.html"
    use_fieldset = True

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.options = options

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        given, whole = value or {}, context["widget"]["attrs"].get("id", name)
        context["widget"]["rows"] = [
            (option, f"{name}_{option.number}", f"{whole}_{place}", given.get(option.number, ""))
            for place, option in enumerate(self.options)
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[int, str]:
        return {option.number: str(data.get(f"{name}_{option.number}", "")).strip() for option in self.options}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{option.number}" in data for option in self.options)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class ChoosingField(forms.Field):
    """What somebody says between options: numbers in order, the best first, or points by number."""

    def __init__(self, decision: Decision, options: Sequence[Option], *, required: bool = True) -> None:
        self.decision, self.options = decision, options
        ranks = decision.way.asks == Asks.RANKING
        label = _now("Put the options in order") if ranks else points_label(decision)
        hint = _now("Write 1 beside the one that you like best, 2 beside the next. Leave out what you don’t want.")
        super().__init__(
            widget=ChoosingWidget(options), required=required, label=label, help_text=hint if ranks else ""
        )

    def clean(self, value: Any) -> Any:
        given = {number: whole_number(words) for number, words in value.items() if words}
        if not given and not self.required:
            return None
        says: Any = given
        if self.decision.way.asks == Asks.RANKING:
            refuse_same_place(given)
            says = sorted(given, key=lambda number: given[number])
        try:
            checked(self.decision, self.options, says)
        except Refused as refused:
            raise ValidationError(refused.sentence) from None
        return says


def points_label(decision: Decision) -> str:
    if decision.way.budgeted:
        words = ngettext("You have %d dot. Where does it go?", "You have %d dots. Where do they go?", decision.points)
        return words % decision.points
    return _now("Give each option from 0 to %d points") % decision.points


def whole_number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 4):
        raise ValidationError(
            _("Write whole numbers only, such as 1 or 2. You wrote “%(words)s”."), params={"words": words[:20]}
        )
    return int(words)


def refuse_same_place(places: Mapping[int, int]) -> None:
    for place, how_often in Counter(places.values()).items():
        if how_often > 1:
            words = _("%(many)d options have the place %(place)d. Give each a place of its own.")
            raise ValidationError(words, params={"many": how_often, "place": place})


def interest_field(label: Any, help_text: Any) -> forms.CharField:
    return text(label, most=500, rows=2, required=False, help_text=help_text)


class PositionForm(forms.Form):
    """Where somebody stands on one wording, or what they say between options. `wording` is the number of the one they
    read. `interest` is what they declare that they could gain or lose."""

    hide_optional = True
    template_name = "decisions/position_form.html"

    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        widget=Answers(hints={}),
        error_messages={"required": _("Choose where you stand.")},
    )
    reason = counted(_("Is there anything you want to add?"), most=3000, required=False)
    interest = interest_field(
        _("What could you, or somebody close to you, gain or lose by this?"),
        _("Everyone reads this beside your name. You can still take part. For example: “My brother works there.”"),
    )
    wording = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)

    def __init__(self, *args: Any, decision: Decision, options: Sequence[Option] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.method, self.private = decision.way, decision.private
        self.fields["reason"].help_text = self.reason_hint()
        if self.method.has_options:
            del self.fields["stance"]
            self.fields = {"says": ChoosingField(decision, options_left(options)), **self.fields}
        else:
            self.offer(self.stances())

    def offer(self, stances: Mapping[str, tuple[Any, Any]]) -> None:
        """What one can say, each with its label and a hint."""
        field = self.fields["stance"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (as it is declared above)
        field.choices = [(key, label) for key, (label, _hint) in stances.items()]
        field.widget.hints = {key: hint for key, (_label, hint) in stances.items()}

    def stances(self) -> Mapping[str, tuple[Any, Any]]:
        return {key: (stance.label, stance.hint) for key, stance in self.method.stances.items()}

    def reason_hint(self) -> Any:
        if self.private:
            return PRIVATE_WORDS if "question" not in self.method.stances else f"{PRIVATE_WORDS} {OPEN_QUESTION}"
        if not self.method.meets_objections:
            return _("You can leave this empty. Write up to 3,000 letters.")
        return _(
            "If you object or have a question, write it here, in up to 3,000 letters. "
            "Otherwise you can leave this empty."
        )

    def why(self, stance: str) -> Any:
        """The words that ask for a reason, or ""."""
        return self.method.stances[stance].why

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stance = cleaned.get("stance")
        if stance and self.why(stance) and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.why(stance))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `take_position` wants; only for a form without errors."""
        return {"stance": Position.OPTIONS} | self.cleaned_data


PRIVATE_WORDS = _(
    "You can leave this empty. Once it is closed, everyone reads these words without a name. "
    "Leave out what tells who you are."
)
OPEN_QUESTION = _("A question is read at once, with your name.")


class EasyPositionForm(PositionForm):
    """The same answers in Easy Read words, for decisions by consent."""

    EASY: Mapping[str, tuple[Any, Any]] = {
        "consent": (_("Yes. It is OK for me."), _("We can try it.")),
        "object": (_("No. It is not OK for me."), _("Please tell us why. Then we can change it.")),
        "question": (_("I want to ask something first."), _("We tell the facilitator. They answer you here.")),
    }
    WHY: Mapping[str, Any] = {
        "object": _("Write why it is not OK for you."),
        "question": _("Write what you want to ask."),
    }

    stance = forms.ChoiceField(
        label=_("What do you think?"),
        widget=Answers(hints={}),
        error_messages={"required": _("Choose one answer."), "invalid_choice": _("Choose one answer.")},
    )
    reason = counted(_("Do you want to tell us more?"), most=3000, required=False)
    interest = interest_field(
        _("Can you, or someone close to you, win or lose something here?"),
        _("Everyone can read this. You can still take part."),
    )

    def stances(self) -> Mapping[str, tuple[Any, Any]]:
        return self.EASY

    def reason_hint(self) -> Any:
        return _("If you say yes, you can leave this empty. You can write up to 3,000 letters.")

    def why(self, stance: str) -> Any:
        return self.WHY.get(stance, "")


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

    def __init__(self, *args: Any, partners: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        if self.method.has_options:
            self.fields["says"].label = _("What did they choose?")
        else:
            self.fields["stance"].label = _("Where do they stand?")
        self.fields["reason"].label = _("What did they say?")
        self.fields["interest"].label = _("What could they, or somebody close to them, gain or lose by this?")
        self.fields["interest"].help_text = _("Ask them. Everyone reads this beside their name.")
        self.order_fields(["partner", "via", "says", "stance", "reason", "interest", "wording"])

    def clean(self) -> dict[str, Any]:
        """An empty box says that nothing was said of it, and takes nothing back."""
        cleaned = super().clean()
        return cleaned | {"interest": cleaned.get("interest") or None}

    def reason_hint(self) -> Any:
        if self.private:
            return _("Keep what they tell you to yourself. Everyone reads these words later, without a name.")
        if not self.method.meets_objections:
            return _("In their own words, in up to 3,000 letters. You can leave this empty.")
        return _("In their own words, in up to 3,000 letters. They need a reason if they object.")
