import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from participants.display import Display
from participants.fields import Answers
from participants.models import Person
from participants.models.person import TEXT_SIZES, Theme
from participants.phones import to_e164
from participants.refusals import Refused

CODE_LENGTH = 6  # as in settings.ACCOUNT_LOGIN_BY_CODE_FORMAT


class DisplayForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=Theme,
        widget=Answers(
            hints={
                Theme.SYSTEM: _("Light by day or dark by night, as your phone or computer is set."),
                Theme.LIGHT: _("Dark words on a warm white."),
                Theme.DARK: _("Light words on a dark page."),
                Theme.CREAM: _("Dark words on a soft yellow. Some people find it calmer to read."),
                Theme.CONTRAST: _("White and bright words on black."),
            }
        ),
    )
    text_size = forms.TypedChoiceField(
        label=_("Text size"),
        choices=[(size, f"{size}%") for size in TEXT_SIZES],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )

    def display(self) -> Display:
        """What was chosen; only for a form without errors."""
        return Display(self.cleaned_data["theme"], self.cleaned_data["text_size"])


class SignInForm(forms.Form):
    """One box for whichever address a person has. It never says whether we know it."""

    hide_optional = True
    reach = forms.CharField(
        label=_("Email address or mobile number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address or your mobile number.")},
    )

    def clean_reach(self) -> str:
        """Fills in what allauth reads: `email` or `phone` in cleaned_data."""
        written: str = self.cleaned_data["reach"]
        if "@" in written:
            email = "".join(written.split()).lower()
            validate_email(email)
            self.cleaned_data["email"] = email
        else:
            self.cleaned_data["phone"] = self.as_phone(written)
        return written

    def as_phone(self, written: str) -> str:
        try:
            return to_e164(written)[0]
        except Refused:
            raise forms.ValidationError(
                _("Enter an email address, like name@example.org, or a mobile number, like 07700 900123.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Count the asking, then look the person up; in that order, so that a refusal says nothing either."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        email, phone = cleaned.get("email"), cleaned.get("phone")
        if not self.errors and not ratelimit.consume(context.request, action="request_login_code", key=email or phone):
            self.add_error("reach", get_adapter().validation_error("rate_limited"))
        if not self.errors:
            self._user = Person.objects.by_sign_in_email(email) if email else Person.objects.by_text(phone or "")
        return cleaned


class CodeForm(forms.Form):
    """The code from the message, typed as it comes: spaces and dashes don't matter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("6 numbers, such as 123 456."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages={"required": _("Enter the code from our message.")},
    )

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = code

    def clean_code(self) -> str:
        """Code "incorrect_code" for a wrong one; what can't be a code at all is a slip and doesn't count as a try."""
        typed = "".join(sign for sign in unicodedata.normalize("NFKC", self.cleaned_data["code"]) if sign.isalnum())
        if len(typed) != CODE_LENGTH or not typed.isascii() or not typed.isdigit():
            raise forms.ValidationError(_("The code is 6 numbers. Enter all of them."))
        if not compare_user_code(actual=typed, expected=self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return typed
