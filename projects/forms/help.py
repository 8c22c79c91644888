from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, DayField
from participants.forms import AssetForm
from participants.models import AssetKind, Audience
from projects.forms.contributions import PartnerField
from projects.models import DesignSession, Membership, Via
from projects.permissions import Seat

TOLD = [(Via.PHONE, _("By phone")), (Via.PAPER, _("On paper")), (Via.SESSION, _("In a session"))]


class SearchOffersForm(forms.Form):
    hide_optional = True

    q = forms.CharField(label=_("What do you look for?"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("Anything")), *AssetKind.choices], required=False)


class AskForHelpForm(forms.Form):
    """ "Who could …?" """

    words = forms.CharField(
        label=_("Who could …?"),
        help_text=_("For example: “Who could show us how the travel pass works?”"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you look for.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you look for?"), choices=[("", _("Anything")), *AssetKind.choices], required=False
    )
    session = forms.ModelChoiceField(
        DesignSession.objects.none(),
        label=_("Is it for a session?"),
        required=False,
        empty_label=_("No, for the project"),
    )
    until = DayField(label=_("Until which day do you look?"))

    def __init__(self, *args: Any, sessions: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if sessions is None:
            del self.fields["session"]
        else:
            self.fields["session"].queryset = sessions  # type: ignore[attr-defined]


class AnswerHelpForm(forms.Form):
    """Yes or no. With a no, nothing else is kept."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("Do you want to help?"),
        choices=[(YES, _("Yes")), (NO, _("No, thank you"))],
        widget=Answers(hints={NO: _("Nobody sees this, and nobody asks why.")}),
        error_messages={"required": _("Say yes or no.")},
    )
    words = forms.CharField(
        label=_("Do you want to add something?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def partners_of(seat: Seat) -> Any:
    """Everybody else who takes part, to choose from."""
    partners = Membership.objects.partners().without_observers()
    others = partners.filter(project=seat.project).exclude(person=seat.person)
    return others.select_related("person").order_by("person__name", "pk")


class PassedOnFields(forms.Form):
    """Whose words they are, and how they came."""

    who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
    via = forms.ChoiceField(label=_("How did they say it?"), choices=TOLD, widget=forms.RadioSelect)

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].queryset = partners_of(seat)  # type: ignore[attr-defined]


class YesForThemForm(PassedOnFields):
    """A yes that somebody told a facilitator."""

    words = AnswerHelpForm.base_fields["words"]


class OfferForThemForm(PassedOnFields, AssetForm):
    """What somebody told a facilitator that they offer. Whoever writes it down has read it."""

    seen_by = forms.ChoiceField(
        label=_("Who may see it? Ask them."),
        choices=[choice for choice in Audience.choices if choice[0] != Audience.ME],
        initial=Audience.FACILITATORS,
        widget=Answers(hints=AssetForm.AUDIENCES),
    )

    field_order = ["who", "via", "kind", "words", "seen_by"]
