"""What people say about stages: what a stage is, whether it is done, why it goes on or is opened again."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, DayField
from projects.actions.arranging import StagePlan
from projects.gate import Gap, says_why
from projects.ladder import IN_PLAIN_WORDS, Rung
from projects.models import Stage, StageAnswer, StageGap, Via

KINDS: dict[str, Promise] = {
    Stage.Kind.DESIGN: _("Finding out what is needed, and thinking up what could be."),
    Stage.Kind.COMMISSIONING: _("Deciding what is needed and what to spend on it."),
    Stage.Kind.DELIVERY: _("Making it real and running it."),
    Stage.Kind.REVIEW: _("Looking at how well it works."),
}
DONE: dict[str, Promise] = {
    StageAnswer.Answer.YES: _("This stage has done what it was for."),
    StageAnswer.Answer.CONCERN: _("It can close, but something worries you. Write what it is."),
    StageAnswer.Answer.NOT_YET: _("Something is missing. Write what it is."),
}


class StageForm(forms.Form):
    """What a stage is. `closed=True` leaves its name alone to change."""

    name = forms.CharField(label=_("What is the stage called?"), max_length=100)
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("One sentence, in everyday words."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("What sort of work is it?"), choices=Stage.Kind, initial=Stage.Kind.DESIGN, widget=Answers(hints=KINDS)
    )
    starts_on = DayField(label=_("When does it start?"), required=False)
    ends_on = DayField(label=_("When does it end?"), required=False)
    open_to_change = forms.CharField(
        label=_("What can people still change?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    fixed = forms.CharField(
        label=_("What is already fixed, and why?"),
        help_text=_("Say it as it is. People would rather know."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rung = forms.ChoiceField(
        label=_("How do people take part in this stage?"),
        help_text=_("You say it here. Later, partners say what it felt like. From the least to the most say:"),
        choices=[("", _("I can’t say yet")), *((rung.value, rung.label) for rung in Rung)],
        required=False,
        widget=Answers(hints=IN_PLAIN_WORDS),
    )

    def __init__(self, *args: Any, closed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if closed:
            self.fields = {"name": self.fields["name"]}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Choose a day that is not before the start."))
        return found

    def plan(self, before: StagePlan | None = None) -> StagePlan:
        """What was said, and what was there before where nothing was asked; only for a form without errors."""
        said = {name: self.cleaned_data[name] for name in self.fields if name in StagePlan.__dataclass_fields__}
        return StagePlan(**{**(vars(before) if before else {}), **said})


class NewStageForm(StageForm):
    """A new stage, and where it comes among those that are there."""

    after = forms.ModelChoiceField(Stage.objects.none(), label=_("Which stage does it come after?"), empty_label=None)

    field_order = ["name", "after", "purpose", "kind"]

    def __init__(self, *args: Any, places: Sequence[Stage], **options: Any) -> None:
        super().__init__(*args, **options)
        after = cast("forms.ModelChoiceField[Stage]", self.fields["after"])
        after.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in places])
        after.initial = places[-1]


class SplitForm(forms.Form):
    """The two stages that one becomes."""

    first = forms.CharField(label=_("What is the first part called?"), max_length=100)
    name = forms.CharField(label=_("What is the second part called?"), max_length=100)
    purpose = forms.CharField(
        label=_("What is the second part for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DoneForm(forms.Form):
    """One partner's answer to "are we done here?"."""

    answer = forms.ChoiceField(label=_("Are we done here?"), choices=StageAnswer.Answer, widget=Answers(hints=DONE))
    words = forms.CharField(
        label=_("What is your concern, or what is missing?"),
        help_text=_("All partners can read it, with your name. If you say “yes”, you can leave it empty."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        missing = {
            StageAnswer.Answer.CONCERN: _("Write what your concern is."),
            StageAnswer.Answer.NOT_YET: _("Write what is still missing."),
        }.get(found.get("answer", ""))
        if missing and not found.get("words") and "words" not in self.errors:
            self.add_error("words", missing)
        return found

    def chosen(self) -> StageAnswer.Answer:
        return StageAnswer.Answer(self.cleaned_data["answer"])


class PassedOnDoneForm(DoneForm):
    """What a partner told a facilitator by phone, on paper or in a session."""

    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(way.value, way.label) for way in Via if way != Via.ONLINE],
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )


class ClosureForm(forms.Form):
    """For each group that took no part, did not answer or says "not yet": why the stage goes on all the same."""

    def __init__(self, *args: Any, gaps: list[Gap], **options: Any) -> None:
        super().__init__(*args, **options)
        self.gaps: dict[int, list[Gap]] = {}
        for gap in gaps:
            if gap.needs_reason and gap.group:
                self.gaps.setdefault(gap.group.pk, []).append(gap)
        for group, theirs in self.gaps.items():
            self.fields[f"reason_{group}"] = self.question(theirs)

    @staticmethod
    def question(gaps: list[Gap]) -> forms.CharField:
        """One question for each group, with all that is missing of it."""
        names = {"groups": gaps[0].group.name if gaps[0].group else ""}
        kinds = {gap.kind for gap in gaps}
        if StageGap.Kind.NO_PART in kinds:
            asked = _now("Why do you close it without them? %(groups)s")
        elif StageGap.Kind.NOT_YET in kinds:
            asked = _now("Why do you close it although somebody says “not yet”? %(groups)s")
        else:
            asked = _now("Why do you close it before they have answered? %(groups)s")
        return forms.CharField(
            label=asked % names,
            help_text=" ".join([*(gap.words for gap in gaps), _now("All partners will read what you write.")]),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _now("Write why the stage goes on: %(groups)s.") % names},
        )

    def clean(self) -> dict[str, Any]:
        for group in self.gaps:
            name = f"reason_{group}"
            if name in self.cleaned_data and not says_why(self.cleaned_data[name]):
                self.add_error(name, self.fields[name].error_messages["required"])
        return self.cleaned_data

    def reasons(self) -> dict[int, str]:
        """The reason for each group, by its id; only for a form without errors."""
        return {group: self.cleaned_data[f"reason_{group}"] for group in self.gaps}


class ReopenForm(forms.Form):
    because = forms.CharField(
        label=_("Why is it opened again?"),
        help_text=_("Every partner gets a message with these words."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
