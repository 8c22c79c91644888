from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers
from projects.models import Contribution, Membership, Via
from projects.permissions import Seat

KINDS: dict[str, Promise] = {
    Contribution.Kind.EXPERIENCE: _("Something that happened to you or that you saw."),
    Contribution.Kind.IDEA: _("Something that could be done."),
    Contribution.Kind.WORRY: _("Something that might go wrong."),
    Contribution.Kind.OFFER: _("Something that you can bring or do."),
}


class SayForm(forms.Form):
    """Saying something oneself."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Contribution.Kind, widget=Answers(hints=KINDS))
    words = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("Everyone in this project can read it, with your name. You don't have to tell your story."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One partner, by name."""

    def label_from_instance(self, membership: Membership) -> str:
        return membership.person.name


class WriteDownForm(SayForm):
    """For a facilitator: also writing down what another partner said by phone, on paper or in a session."""

    who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
    via = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[
            (Via.ONLINE, _("It is me: I say it here")),
            (Via.SESSION, _("In a session")),
            (Via.PHONE, _("By phone")),
            (Via.PAPER, _("On paper")),
        ],
        initial=Via.ONLINE,
        widget=forms.RadioSelect,
    )

    field_order = ["who", "via", "kind", "words"]

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        partners = Membership.objects.partners().exclude(role=Membership.Role.OBSERVER)
        self.fields["who"] = PartnerField(
            partners.filter(project=seat.project).select_related("person").order_by("person__name", "pk"),
            label=self.fields["who"].label,
            empty_label=None,
            initial=seat.membership,
        )
        self.seat = seat

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        who, via = found.get("who"), found.get("via")
        if who and via == Via.ONLINE and who.person_id != self.seat.person.pk:
            self.add_error("via", _("Say how they told you: by phone, on paper or in a session."))
        return found
