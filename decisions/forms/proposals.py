import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from decisions.choosing import MOST_OPTIONS, refuse_options
from decisions.forms.common import ClosingFields, text
from decisions.methods import Method, Settle, Share, Tie
from decisions.models import Decision, Objection, Option
from decisions.models.decision import MOST_POINTS
from participants.fields import ManyAnswers
from participants.refusals import Refused
from projects.models import Contribution, PartnerGroup

MOST_NEEDED = 500
MOST_LETTERS = 300  # of one option
BEFORE_OPTION = re.compile(r"^(?:[-–•*]|\d{1,2}[.)])\s+")


class SaidChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Contribution) -> str:
        return f"{obj.shown_name}: “{Truncator(obj.words).chars(140)}”"


class OlderChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj.number}. {Truncator(obj.question).chars(100)}"


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


class OptionsField(forms.CharField):
    """Options, one on each line, as a list of their words. A number or a dash before them is left out."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_OPTIONS * (MOST_LETTERS + 8), **options
        )

    def clean(self, value: Any) -> Any:
        lines = (BEFORE_OPTION.sub("", line.strip()) for line in str(super().clean(value) or "").splitlines())
        found = [line for line in lines if line]
        for words in found:
            if len(words) > MOST_LETTERS:
                short = Truncator(words).chars(60)
                raise ValidationError(
                    _("Use %(most)d letters or fewer for each option. This one is longer: “%(words)s”"),
                    params={"most": MOST_LETTERS, "words": short},
                )
        try:
            refuse_options(found)
        except Refused as refused:
            raise ValidationError(refused.sentence) from None
        return found


class AtFirst(forms.ChoiceField):
    """A choice that is made at first already: where none is sent, that one holds."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class OpenForm(MinimumFields):
    """The question, what is proposed or the options, until when, how many of each group must take part, and the rules
    that the method needs."""

    RULES: tuple[str, ...] = ("settle", "share", "of_all", "points", "tie", "within_groups")

    question = forms.CharField(label=_("What is the question?"), max_length=300)
    background = text(_("What should people know first?"), most=3000, required=False)
    proposal = text(
        _("What do you propose?"),
        most=3000,
        help_text=_("One or two short sentences. People can object, and then you change the words together."),
    )
    options = OptionsField(
        label=_("What are the options?"),
        help_text=_("Write each on a line of its own. From 2 to 40."),
        error_messages={"required": _("Write at least two options, each on a line of its own.")},
    )
    share = forms.ChoiceField(
        label=_("How many have to say yes?"), choices=Share, initial=Share.HALF, widget=forms.RadioSelect
    )
    of_all = forms.BooleanField(
        label=_("Of everybody who can take part"),
        help_text=_(
            "Without this, it is counted of those who say yes or no. With it, silence makes it harder to reach."
        ),
        required=False,
    )
    points = forms.IntegerField(
        min_value=1,
        max_value=MOST_POINTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Enter a whole number from 1 to %d.") % MOST_POINTS,
            "invalid": _("Enter a whole number from 1 to %d.") % MOST_POINTS,
        },
    )
    tie = forms.ChoiceField(
        label=_("What happens when options are level?"),
        choices=Tie,
        initial=Tie.AGAIN,
        widget=forms.RadioSelect,
        help_text=_("Everyone reads this before they take part."),
    )
    settle = AtFirst(
        label=_("What happens when somebody still objects in the end?"),
        choices=Settle,
        initial=Settle.AGAIN,
        widget=forms.RadioSelect,
        help_text=_("First the words are changed to meet it. Everyone reads this before they take part."),
    )
    within_groups = forms.BooleanField(
        label=_("Each group with lived experience has to agree too"),
        help_text=_("Then it is not agreed where one of these groups, counted by itself, comes to something else."),
        required=False,
    )
    private = forms.BooleanField(
        label=_("What each person says is private"),
        help_text=_(
            "Everyone reads who took part, and nobody who said what. Nobody can change what they sent. "
            "Choose this where people could be afraid to say what they think."
        ),
        required=False,
    )
    came_from = SaidChoice(
        label=_("Which of the things that people said led to this?"),
        queryset=Contribution.objects.none(),
        required=False,
        widget=ManyAnswers,
    )
    replaces = OlderChoice(
        label=_("Does it replace an older decision?"),
        help_text=_("The older one holds until this one stands as agreed. Then it says what replaced it."),
        queryset=Decision.objects.none(),
        empty_label=_("No"),
        required=False,
        error_messages={"invalid_choice": _("Choose a decision from the list.")},
    )
    asks_for_answer = forms.BooleanField(
        label=_("Ask the commissioner to answer"),
        help_text=_("They must then say yes, in part or no, with reasons, in the time that the project sets."),
        required=False,
        initial=True,
    )

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32000, required=False)

    def __init__(
        self, *args: Any, said: Any, older: Any, method: Method, version: int | None = None, **options: Any
    ) -> None:
        """`version`: the number of the words of the proposal that is opened by this, as they are now."""
        super().__init__(*args, **options)
        self.method, self.newest = method, version
        if version is None:
            del self.fields["version"]
        if not method.meets_objections:
            self.fields["proposal"].help_text = _("One or two short sentences, to which people can say yes or no.")
        for name in fields_left_out(method):
            del self.fields[name]
        if "points" in self.fields:
            dots = method.budgeted
            self.fields["points"].label = DOTS if dots else POINTS
            self.fields["points"].initial = 6 if dots else 5
        self.fields["came_from"].queryset = said  # type: ignore[attr-defined]
        if not said:
            del self.fields["came_from"]
        self.fields["replaces"].queryset = older  # type: ignore[attr-defined]
        if not older:
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("private") and cleaned.get("within_groups"):
            self.add_error("private", str(NOT_BOTH))
        return cleaned

    def read_again(self) -> None:
        """The next time it is sent, it is about the words of the proposal as they are now."""
        if self.newest is not None:
            sent = cast(QueryDict, self.data).copy()
            sent["version"] = str(self.newest)
            self.data = sent

    def rule_fields(self) -> list[forms.BoundField]:
        more = ["private"] if "private" in self.fields else []
        return [self[rule] for rule in [*self.method.rules, *more]]

    def rules(self) -> dict[str, Any]:
        """Those that the method knows, by the name of the field of `Decision`; only for a form without errors."""
        return {rule: self.cleaned_data[rule] for rule in self.method.rules}


NOT_BOTH = _("In a small group, whether it agrees says what each one said. Choose one: private, or by group.")
DOTS = _("How many dots does each person have?")
POINTS = _("How many points can one option get from one person?")


def fields_left_out(method: Method) -> list[str]:
    """What a method has no use for."""
    words = ["proposal" if method.has_options else "options", *([] if method.can_be_private else ["private"])]
    return [*words, *(rule for rule in OpenForm.RULES if rule not in method.rules)]


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


class CloseForm(ClosingFields):
    """When it closes instead, and why. Where `everybody` has answered it closes at once: there is no day to choose."""

    because = text(_("Why does it close sooner?"), most=500, rows=3, help_text=_("Everyone in the project reads this."))

    def __init__(self, *args: Any, everybody: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["closes_on"].help_text = ""
        if everybody:
            del self.fields["closes_on"], self.fields["closes_time"]


class WithdrawOptionForm(forms.Form):
    """Which option is not possible any more, and why."""

    number = forms.TypedChoiceField(
        label=_("Which option?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an option.")},
    )
    because = text(_("Why is it not possible?"), most=1000, rows=3, help_text=_("Everyone in the project reads this."))

    def __init__(self, *args: Any, options: Iterable[Option], **more: Any) -> None:
        super().__init__(*args, **more)
        number = self.fields["number"]
        assert isinstance(number, forms.ChoiceField)  # noqa: S101 (as it is declared above)
        number.choices = [(option.number, str(option)) for option in options]
