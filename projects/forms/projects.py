"""Starting a project, in two steps: what it is, then its stages with the days that are known already."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, DayField
from projects.models import Organisation, PartnerGroup, Stage
from projects.templates_of_stages import MOST_STAGES, OWN, STAGE_TEMPLATES, PlannedStage, own_stages


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the organisations in which somebody may start projects; nothing is asked where there is one alone."""

    def __init__(self, organisations: list[Organisation]) -> None:
        super().__init__(
            Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations]),
            label=_("Which organisation is it for?"),
            empty_label=None,
            initial=organisations[0],
            widget=forms.HiddenInput if len(organisations) == 1 else forms.RadioSelect,
        )


class ProjectForm(forms.Form):
    """The first step. `organisations` are those in which the person may start projects."""

    name = forms.CharField(label=_("What is the project called?"), max_length=200)
    purpose = forms.CharField(
        label=_("What is it for, in one sentence?"),
        help_text=_("Partners read this first. Use everyday words."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    template = forms.ChoiceField(label=_("Which stages will it go through?"))
    own = forms.CharField(
        label=_("Your own stages, if you chose them"),
        help_text=_("One on each line, the first stage first."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    final_say = forms.CharField(
        label=_("Who has the final say?"),
        help_text=_("Say it as it is. For example: “This group. The council answers in writing.”"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer_days = forms.IntegerField(
        label=_("How many working days does the commissioner have to answer?"),
        initial=10,
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    group = forms.ChoiceField(
        label=_("Which group are you in?"),
        help_text=_("You keep the project going, and you take part as an equal."),
        choices=PartnerGroup.Key,
        initial=PartnerGroup.Key.STAFF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(key, template.name) for key, template in STAGE_TEMPLATES.items()]
        template = forms.ChoiceField(
            label=self.fields["template"].label,
            choices=[*choices, (OWN, _("Our own list of stages"))],
            widget=Answers(hints={key: listed(template.stages) for key, template in STAGE_TEMPLATES.items()}),
        )
        self.fields["template"] = template
        self.fields["organisation"] = OrganisationField(organisations)
        self.order_fields(["organisation"])

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("template") == OWN and "own" in found:
            try:
                check_own(own_stages(found["own"]))
            except ValidationError as error:
                self.add_error("own", error)
        return found

    def stages(self) -> tuple[PlannedStage, ...]:
        """The stages that were chosen; only for a form without errors."""
        key = self.cleaned_data["template"]
        return own_stages(self.cleaned_data["own"]) if key == OWN else STAGE_TEMPLATES[key].stages


def listed(stages: tuple[PlannedStage, ...]) -> str:
    return " · ".join(str(stage.name) for stage in stages)


def check_own(stages: tuple[PlannedStage, ...]) -> None:
    """ValidationError where the list of stages that people typed can't be used."""
    longest = Stage._meta.get_field("name").max_length or 0
    if not stages:
        raise ValidationError(_("Type your stages, one on each line."))
    if len(stages) > MOST_STAGES:
        raise ValidationError(_("Type %(most)s stages or fewer."), params={"most": MOST_STAGES})
    if any(len(str(stage.name)) > longest for stage in stages):
        raise ValidationError(_("Make each stage's name %(longest)s letters or shorter."), params={"longest": longest})


class StageDaysForm(forms.Form):
    """The second step: the last day of each stage, where it is known already."""

    hide_optional = True

    def __init__(self, *args: Any, stages: tuple[PlannedStage, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = [f"ends_{number}" for number in range(1, len(stages) + 1)]
        for name, stage in zip(self.names, stages, strict=True):
            label = _now("When does “%(stage)s” end?") % {"stage": stage.name}
            self.fields[name] = DayField(label=label, required=False)

    @staticmethod
    def typed(sent: QueryDict) -> list[tuple[str, str]]:
        """What was typed, by box, to keep while somebody changes the first step."""
        return [(name, str(sent[name])[:20]) for name in sent if name.startswith("ends_")][: 3 * MOST_STAGES]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        latest: dt.date | None = None
        for name in self.names:
            day = found.get(name)
            if day and latest and day <= latest:
                self.add_error(name, _("Choose a day after the stage before it has ended."))
            latest = day or latest
        return found

    def days(self) -> list[dt.date | None]:
        """The last day of each stage, in order; only for a form without errors."""
        return [self.cleaned_data[name] for name in self.names]
