from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.checking import Standing
from decisions.forms.common import text
from decisions.forms.positions import SeatChoice
from decisions.models import LearningText
from participants.fields import Answers, DayField
from projects.models import Membership, Via
from projects.permissions import Seat

NO_NAMES = _("Write no names. People can agree to be named on the page, and change their mind.")
FINE, CHANGE = "fine", "change"
CHECK_HINTS: dict[str, Promise] = {
    FINE: _("You are happy for everybody to read it."),
    CHANGE: _("Say what is wrong, missing or says too much about somebody."),
}


class BeginForm(forms.Form):
    """Why a project is finished, where a stage is not closed yet."""

    because = text(
        _("Why is the project finished?"),
        most=1000,
        help_text=_("Not all of its stages are closed. All partners will read this."),
        error_messages={"required": _("Write why the project is finished.")},
    )

    def __init__(self, *args: Any, has_ended: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_ended:
            del self.fields["because"]


class WordsForm(forms.Form):
    """The words of the page. `number` is the version that they were made from."""

    service = forms.ChoiceField(label=_("What kind of service is it about?"), choices=LearningText.Service)
    aim = text(_("What did you set out to do?"), most=3000, help_text=NO_NAMES)
    changed = text(_("What changed?"), most=6000, rows=8, help_text=_("What is different now, and for whom."))
    differently = text(
        _("What would you do differently?"), most=3000, help_text=_("What you would tell a project that starts now.")
    )
    costs = text(
        _("What came of it, against what it cost?"),
        most=3000,
        help_text=_("Money and people's time on one side, what got better on the other. Say so if you don't know."),
    )
    resources = text(
        _("What did the community bring?"),
        most=3000,
        help_text=_("Rooms, groups, skills and people that were there already."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class RoundForm(forms.Form):
    """How long partners have."""

    days = forms.TypedChoiceField(
        label=_("How long do they have?"),
        choices=[(7, _("One week")), (14, _("Two weeks")), (21, _("Three weeks"))],
        coerce=int,
        initial=14,
        widget=forms.RadioSelect,
    )


class SpokenForm(forms.Form):
    """What partners say themselves; a facilitator can also write down what another partner said."""

    hide_optional = True

    def __init__(self, *args: Any, seat: Seat, partners: "QuerySet[Membership]", **options: Any) -> None:
        super().__init__(*args, **options)
        self.seat = seat
        if seat.is_facilitator:
            self.fields["partner"] = SeatChoice(
                label=_("Who says it?"), queryset=partners, initial=seat.membership, empty_label=None
            )
            self.fields["via"] = forms.ChoiceField(
                label=_("How did they tell you?"),
                choices=[
                    (Via.ONLINE, _("It is me: I say it here")),
                    (Via.PHONE, _("By phone")),
                    (Via.PAPER, _("On paper")),
                    (Via.SESSION, _("In a session")),
                ],
                initial=Via.ONLINE,
                widget=forms.RadioSelect,
            )
            self.order_fields(["partner", "via"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        partner = cleaned.get("partner")
        if partner and cleaned.get("via") == Via.ONLINE and partner.person_id != self.seat.person.pk:
            self.add_error("via", _("Say how they told you: by phone, on paper or in a session."))
        return cleaned

    def speaker(self) -> tuple[Membership, Via]:
        """Whose words these are and how they came; only for a form without errors."""
        found = self.cleaned_data
        return found.get("partner") or self.seat.partner, Via(found.get("via") or Via.ONLINE)


class CommentForm(SpokenForm):
    words = text(
        _("What do you want to say about it?"),
        most=2000,
        help_text=_("Everyone in this project can read it, with your name. It is never published."),
    )


class CheckForm(SpokenForm):
    answer = forms.ChoiceField(
        label=_("Can it go public?"),
        choices=[(FINE, _("It is fine")), (CHANGE, _("Please change something"))],
        widget=Answers(hints=CHECK_HINTS),
        error_messages={"required": _("Choose whether it is fine.")},
    )
    change = text(_("What should change?"), most=2000, required=False, help_text=_("Leave this empty if it is fine."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == CHANGE and not cleaned.get("change") and "change" not in self.errors:
            self.add_error("change", _("Write what should change."))
        return cleaned

    def wanted(self) -> str:
        """What should change, or "" where it is fine."""
        return self.cleaned_data["change"] if self.cleaned_data["answer"] == CHANGE else ""


class PublishForm(forms.Form):
    """What has to be written before a page goes public, beside the words that were checked."""

    def __init__(self, *args: Any, standing: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = {f"reason_{group.id}": group.id for group in standing.without_a_yes}
        for group in standing.without_a_yes:
            self.fields[f"reason_{group.id}"] = text(
                _now("Why is it published without a yes from this group: %(group)s?") % {"group": group.name},
                most=2000,
                rows=3,
                help_text=_("The public page shows this reason. Write no names."),
                error_messages={"required": _now("Write why there is no yes from: %(group)s.") % {"group": group.name}},
            )
        if standing.changes:
            self.fields["unchanged_because"] = text(
                _("Somebody asked for a change. Why do you publish it as it is?"),
                most=2000,
                rows=3,
                help_text=_("All partners will read this. You can also make the change and ask again."),
                error_messages={"required": _("Write why you don't make the change.")},
            )

    def reasons(self) -> dict[int, str]:
        """The reason for each group, by its id; only for a form without errors."""
        return {group: self.cleaned_data[name] for name, group in self.ids.items()}


class RemovalForm(forms.Form):
    reason = text(
        _("Why do you take it down?"),
        most=2000,
        rows=3,
        help_text=_("All partners will read this. The public page says only that it was taken down."),
        error_messages={"required": _("Write why you take it down.")},
    )


class NamedForm(SpokenForm):
    """Agreeing to be named on the public page, until a day."""

    ends_on = DayField(
        label=_("Until which day may your name stand there?"),
        help_text=_("A year is usual, two years are the most. You can take it back at any time."),
    )
