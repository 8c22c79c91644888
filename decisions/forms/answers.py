import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.forms.common import text
from decisions.forms.positions import SeatChoice
from decisions.methods import Method
from decisions.models import Outcome, Response
from participants.fields import Answers, DayField
from projects.models import Membership

RESULT_HINTS: dict[str, Any] = {
    Outcome.Result.AGREED: _("People go along with these words, and no objection stands in the way."),
    Outcome.Result.NOT_AGREED: _("An objection stands in the way, or nobody went along. Say what happens instead."),
}
ANSWER_HINTS: dict[str, Any] = {
    Response.Answer.ACCEPTED: _("You will do what partners decided."),
    Response.Answer.IN_PART: _("Say which part you will do, and why not the rest."),
    Response.Answer.NOT: _("Say why not, and what would have to change."),
}


class OutcomeForm(forms.Form):
    """What was decided, why, and what was rejected and why."""

    result = forms.ChoiceField(
        label=_("Was it agreed?"),
        choices=Outcome.Result,
        widget=Answers(hints=RESULT_HINTS),
        error_messages={"required": _("Choose whether it was agreed.")},
    )
    decided = text(_("What was decided?"), most=3000)
    reasons = text(_("What are the reasons?"), most=3000)
    rejected = text(
        _("What was rejected, and why?"),
        most=3000,
        help_text=_("The other ways that people spoke about. If there were none, say so."),
    )
    review_on = DayField(label=_("When will you look at it again?"), required=False)
    review_when = forms.CharField(
        label=_("Or after what will you look at it again?"),
        help_text=_("For example: when the new service has run for six months. We ask every three months if it has."),
        max_length=200,
        required=False,
    )
    review_owner = SeatChoice(
        label=_("Who sees to it that you look at it again?"),
        queryset=Membership.objects.none(),
        empty_label=_("Who opened the decision"),
        required=False,
        error_messages={"invalid_choice": _("Choose a partner from the list.")},
    )
    early = forms.BooleanField(
        label=_("Close it now"),
        help_text=_("It is still open, and not everyone has answered. Those who have not can then not take part."),
        required=False,
    )

    def __init__(
        self, *args: Any, today: dt.date, may_wait: bool, method: Method, partners: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["review_owner"].queryset = partners  # type: ignore[attr-defined]
        if not method.meets_objections:
            self.fields["result"].widget.hints = {}
            self.fields["result"].help_text = _("By the count. Nobody can write down anything else.")
        if not may_wait:
            del self.fields["early"]

    def clean_review_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["review_on"]
        if day is not None and day <= self.today:
            raise ValidationError(_("Choose a day that is still to come."))
        return day


class CorrectEntryForm(forms.Form):
    """What is wrong with an entry of the register, and what is right."""

    words = text(
        _("What is wrong, and what is right?"),
        most=2000,
        help_text=_("It becomes an entry of its own that everyone in the project can read. The old one stays."),
    )


class RespondForm(forms.Form):
    """The commissioner's answer, with reasons."""

    answer = forms.ChoiceField(
        label=_("Will you do this?"),
        choices=Response.Answer,
        widget=Answers(hints=ANSWER_HINTS),
        error_messages={"required": _("Choose your answer.")},
    )
    reasons = text(_("What are your reasons?"), most=3000, help_text=_("Everyone in the project can read this."))
