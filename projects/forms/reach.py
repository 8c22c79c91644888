"""What forms ask about reaching somebody: adding a partner, offering a private page, and saying yes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import ReachBy
from participants.phones import takes_texts, to_e164
from participants.refusals import Refused


class PhoneField(forms.CharField):
    """A phone number as people write it; its clean value is E.164 or ""."""

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "govuk-input--width-20"})
        super().__init__(**{"max_length": 40, "widget": box, "required": False, **options})

    def clean(self, value: Any) -> str:
        try:
            return to_e164(super().clean(value))[0]
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused


def unreachable(reach_by: str, *, email: str, phone: str, address: str) -> tuple[str, Any] | None:
    """The field and the sentence that say why `reach_by` can't work with these, or None."""
    if reach_by == ReachBy.EMAIL and not email:
        return "email", _("Enter an email address, or choose another way to be reached.")
    if reach_by in (ReachBy.TEXT, ReachBy.PHONE) and not phone:
        return "phone", _("Enter a phone number, or choose another way to be reached.")
    if reach_by == ReachBy.TEXT and not takes_texts(phone):
        return "phone", _("Text messages can’t reach this number. Enter a mobile number, or choose a phone call.")
    if reach_by == ReachBy.POST and not address:
        return "address", _("Enter the postal address, or choose another way to be reached.")
    return None


class SomebodyForm(forms.Form):
    """Somebody by name, and how they like to be reached, by whoever writes it down for them."""

    name = forms.CharField(label=_("Their name"), max_length=200, error_messages={"required": _("Enter their name.")})
    reach_by = forms.ChoiceField(
        label=_("How do they like to be reached?"),
        choices=ReachBy.choices,
        initial=ReachBy.EMAIL,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("Their email address"), max_length=254, required=False)
    phone = PhoneField(label=_("Their phone number"))
    address = forms.CharField(
        label=_("Their postal address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if not email.isascii():
            raise forms.ValidationError(_("Enter an email address without accents, like name@example.org."))
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"reach_by", "email", "phone", "address"} <= given.keys():
            reach = {name: given[name] for name in ("email", "phone", "address")}
            if problem := unreachable(given["reach_by"], **reach):
                self.add_error(*problem)
        return given
