from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.packs.asks import ACCEPT, ASK_FIRST, DECISION, DONE, FELT, SAY, SESSION, TERMS
from coproduce.packs.questions import Question
from coproduce.packs.replies import Reply
from decisions.forms.positions import ChoosingField
from decisions.models import Position
from projects.ladder import Rung
from projects.models import Contribution, HowMuch, Project, SessionAnswer, StageAnswer, Via

Choices = list[tuple[str, Any]]


class FindReplyForm(forms.Form):
    """A short code, or a part of a name."""

    hide_optional = True
    q = forms.CharField(
        label=_("The code on the slip, or a name"),
        help_text=_("The code has 6 letters and numbers, like K7M 2PX. Then press Enter."),
        max_length=80,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )


class RepliesForm(forms.Form):
    """What stands on one slip, or what was said in one call: each question that can still be answered. All optional."""

    hide_optional = True
    via = forms.ChoiceField(
        label=_("How did it reach you?"),
        choices=[(Via.PAPER, _("On paper")), (Via.PHONE, _("By phone"))],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": _("Choose how it reached you.")},
    )

    def __init__(self, *args: Any, questions: Sequence[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for question in questions:
            if not question.gone:
                self.add_fields(question)

    def add_fields(self, question: Question) -> None:
        key = question.key
        if question.new_words:
            self.fields[f"{key}_heard"] = forms.BooleanField(
                label=_("I have read them the new words, and this is what they say about those"), required=False
            )
        label, choices, words, most = PARTS[question.ask.noun]
        if question.decision is not None and question.options:
            self.fields[f"{key}_choice"] = ChoosingField(question.decision, question.options, required=False)
        else:
            self.fields[f"{key}_choice"] = in_line(label, choices_for(question, choices))
        if question.ask.noun == FELT:
            for name, sentence in DEGREES.items():
                self.fields[f"{key}_{name}"] = in_line(
                    sentence, [(str(degree), label) for degree, label in HowMuch.choices]
                )
        self.fields[f"{key}_words"] = forms.CharField(
            label=words, max_length=most, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def rows(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """Each question with its fields, none where it can't be counted any more."""
        return [
            (question, [self[name] for name in self.fields if name.startswith(f"{question.key}_")])
            for question in self.questions
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for question in self.questions:
            if not question.gone:
                self.check(question, found)
        if not self.errors and not self.replies():
            raise forms.ValidationError(_("There is nothing to write down yet. Choose at least one answer."))
        return found

    def check(self, question: Question, found: dict[str, Any]) -> None:
        key, noun = question.key, question.ask.noun
        choice, words = found.get(f"{key}_choice"), found.get(f"{key}_words")
        if words and not choice and f"{key}_choice" not in self.errors:
            self.add_error(f"{key}_choice", CHOOSE[noun])
        if choice and not question.options and not words and (noun, choice) in NEEDS_WORDS:
            self.add_error(f"{key}_words", NEEDS_WORDS[noun, choice])
        if choice and noun == DECISION:
            self.check_wording(question, found)
        if noun == FELT:
            self.check_felt(key, found)

    def check_felt(self, key: str, found: dict[str, Any]) -> None:
        """The three go together, or none of them."""
        names = [f"{key}_choice", *(f"{key}_{name}" for name in DEGREES)]
        if any(found.get(name) for name in names):
            for name in names:
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, THREE)

    def check_wording(self, question: Question, found: dict[str, Any]) -> None:
        seen = self.data.get(f"{question.key}_wording", "")
        if seen != str(question.wording):
            changed = _("The wording has changed while you were writing. Read the new words, then choose again.")
            self.add_error(f"{question.key}_choice", changed)
        elif question.new_words and not found.get(f"{question.key}_heard"):
            self.add_error(f"{question.key}_heard", HEARD)

    def replies(self) -> list[Reply]:
        """What was said; only for a form without errors."""
        return [
            Reply(
                question.ask,
                Position.OPTIONS if question.options else self.cleaned_data[f"{question.key}_choice"],
                self.cleaned_data[f"{question.key}_words"].strip(),
                question.wording,
                says=self.cleaned_data[f"{question.key}_choice"] if question.options else None,
                **{name: int(self.cleaned_data.get(f"{question.key}_{name}") or 0) for name in DEGREES},
            )
            for question in self.questions
            if self.cleaned_data.get(f"{question.key}_choice")
        ]

    def refuse(self, number: int, sentence: str) -> None:
        """Say beside the question why it was not counted."""
        key = next(each.key for each in self.questions if each.ask.number == number)
        self.add_error(f"{key}_choice", sentence)


def choices_for(question: Question, choices: Choices) -> Choices:
    """What can be said to it: the ways in which one can come to a session, the stances of a decision's method."""
    if question.decision is not None:
        return [(key, stance.label) for key, stance in question.decision.way.stances.items()]
    return [each for each in choices if not question.ways or each[0] in question.ways]


def in_line(label: Any, choices: Choices) -> forms.ChoiceField:
    radios = forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=radios)


DEGREES = {"heard": _("I was heard"), "knows": _("I know what happened next")}
PARTS: dict[str, tuple[Any, Choices, Any, int]] = {
    SESSION: (_("Can they come?"), list(SessionAnswer.Answer.choices), _("What would help them that day"), 500),
    DECISION: (_("Where do they stand?"), [], _("What did they write or say?"), 3000),
    DONE: (_("Are we done here?"), list(StageAnswer.Answer.choices), _("Their concern, or what is missing"), 2000),
    FELT: (
        _("What did it feel like?"),
        [(rung.value, rung.label) for rung in reversed(Rung)],
        _("Is there one thing they want to say?"),
        300,
    ),
    TERMS: (
        _("What do they say?"),
        [(ACCEPT, _("They have read this and accept it")), (ASK_FIRST, _("They have a question first"))],
        _("Their question"),
        1000,
    ),
    SAY: (_("What is it?"), list(Contribution.Kind.choices), _("In their own words"), 5000),
}
CHOOSE = {
    SESSION: _("Choose whether they come."),
    DECISION: _("Choose where they stand."),
    DONE: _("Choose whether we are done."),
    FELT: _("Choose what it felt like."),
    TERMS: _("Choose whether they accept this or have a question first."),
    SAY: _("Choose what it is: an experience, an idea, a worry or an offer."),
}
NEEDS_WORDS: dict[tuple[str, str], Any] = {
    (DECISION, "object"): _("Write why they object, so that the group can meet the objection."),
    (DECISION, "block"): _("Write why they block it, so that the group can meet it."),
    (DECISION, Position.QUESTION): _("Write their question."),
    (DONE, StageAnswer.Answer.CONCERN): _("Write what their concern is."),
    (DONE, StageAnswer.Answer.NOT_YET): _("Write what is still missing."),
    (TERMS, ASK_FIRST): _("Write their question."),
    **{(SAY, kind): _("Write what they said.") for kind in Contribution.Kind.values},
}
THREE = _("Choose one for each of the three questions. If they left one out, ask them, or leave out all three.")
HEARD = _(
    "The wording has changed since this slip was printed, so what they said about the old words can’t be counted. "
    "Ring them, read them the new words, and tick this. Or leave this question out."
)


class WhoForm(forms.Form):
    """For whom to make packs, with how many they are."""

    POST, OFFLINE, EVERYBODY = "post", "offline", "everybody"
    who = forms.ChoiceField(
        label=_("Who gets a pack?"),
        widget=forms.RadioSelect,
        initial=POST,
        error_messages={"required": _("Choose who gets a pack.")},
    )

    def __init__(self, *args: Any, counts: dict[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        words = {
            self.POST: _("Everybody who likes letters (%(count)s)"),
            self.OFFLINE: _("Everybody who likes letters or phone calls, or has no email (%(count)s)"),
            self.EVERYBODY: _("Every partner (%(count)s)"),
        }
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 (as it is declared above)
        who.choices = [(key, label % {"count": counts[key]}) for key, label in words.items()]


class PostForm(forms.ModelForm):  # type: ignore[type-arg]
    """What packs carry so that people can answer."""

    class Meta:
        model = Project
        fields = ["freephone", "post_to"]
        labels = {"freephone": _("Phone number that people can ring"), "post_to": _("Address that slips are sent to")}
        help_texts = {
            "freephone": _("Best is one that costs nothing to ring, such as 0800 123 4567. Add the hours if you like."),
            "post_to": _("Best is one that needs no stamp. One line below the other, 6 lines at most."),
        }
        widgets = {"post_to": forms.Textarea(attrs={"rows": 5})}

    def clean_post_to(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["post_to"].splitlines() if line.strip()]
        if len(lines) > 6:
            raise forms.ValidationError(_("Use 6 lines at most, so that the address fits on the pack."))
        return "\n".join(lines)


class OnePackForm(forms.Form):
    large_print = forms.BooleanField(label=_("In large print"), required=False)


class CorrectForm(forms.Form):
    words = forms.CharField(
        label=_("What did you say?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you said.")},
    )
