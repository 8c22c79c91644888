import struct
import unicodedata
import zoneinfo
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants import post
from participants.display import Display
from participants.fields import Answers
from participants.models import AccessNeedKind, AssetKind, Audience, Person, ReachBy
from participants.models.person import TEXT_SIZES, Theme
from participants.phones import to_e164
from participants.reach import ways
from participants.refusals import Refused

CONTINENTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not post.can_text():
            self.fields["reach"].label = _("Email address")
            self.fields["reach"].error_messages["required"] = _("Enter your email address.")

    def clean_reach(self) -> str:
        """Fills in what allauth reads: `email` or `phone` in cleaned_data, and `_user`.

        The asking is counted before anybody is looked up, so that a refusal says nothing either.
        """
        written: str = self.cleaned_data["reach"]
        if "@" in written:
            email = self.cleaned_data["email"] = "".join(written.split()).lower()
            validate_email(email)
            count_asking(email)
            self._user = Person.objects.by_sign_in_email(email)
        else:
            phone = self.cleaned_data["phone"] = self.as_phone(written)
            count_asking(phone)
            self._user = Person.objects.by_text(phone)
        return written

    def as_phone(self, written: str) -> str:
        try:
            return to_e164(written)[0]
        except Refused:
            raise forms.ValidationError(
                _("Enter an email address, like name@example.org, or a mobile number, like 07700 900123.")
            ) from None


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


def time_zones() -> list[tuple[str, str]]:
    """(name, words) of every place with a clock of its own; London first."""
    places = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in CONTINENTS)
    return [(name, in_place(name)) for name in ["Europe/London", *(name for name in places if name != "Europe/London")]]


def in_place(zone: str) -> str:
    """Europe/London as people say it: London (Europe)."""
    continent, _slash, place = zone.partition("/")
    return f"{place.replace('_', ' ').replace('/', ', ')} ({continent})"


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has none when it runs
    """How somebody is called and reached. Email and phone have pages of their own, since codes go there first."""

    class Meta:
        model = Person
        fields = ["name", "preferred_name", "address", "reach_by", "language", "time_zone"]
        help_texts = {
            "preferred_name": _("On pages and in messages. If you leave it empty we use your first name."),
            "address": _("For letters. Leave it empty if you want none."),
            "reach_by": _("For news and reminders. You can read everything here too."),
            "language": _("What you prefer at meetings. Our pages and messages are in English only so far."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "preferred_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "address": forms.Textarea(attrs={"autocomplete": "street-address", "rows": 4}),
            "reach_by": forms.RadioSelect,
            "language": forms.RadioSelect,
        }

    time_zone = forms.ChoiceField(
        label=_("Where your clock is"),
        choices=time_zones,
        help_text=_("So that we tell you times as your clock has them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preferred_name"].label = _("What we call you")
        possible = [*ways(self.instance), ReachBy.POST]
        self.fields["reach_by"] = forms.ChoiceField(
            label=_("How we reach you"),
            help_text=self.fields["reach_by"].help_text,
            widget=forms.RadioSelect,
            choices=[(way.value, way.label) for way in ReachBy if way in possible],
            error_messages={"required": _("Choose how we reach you.")},
        )
        self.fields["name"].error_messages["required"] = _("Enter your name.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reach_by") == ReachBy.POST and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", _("Write your address, so that letters can find you."))
        return cleaned


class NewEmailForm(forms.Form):
    """Where the code goes first."""

    email = forms.EmailField(
        label=_("Your new email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your new email address.")},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        count_asking(email)
        return email


class NewPhoneForm(forms.Form):
    """A number as people write it, kept in one form; empty for none."""

    phone = forms.CharField(
        label=_("Your phone number"),
        required=False,
        max_length=40,
        help_text=_("Such as 07700 900123. Leave it empty if you want us to have none."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )

    def clean_phone(self) -> str:
        try:
            number, _note = to_e164(self.cleaned_data["phone"])
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        if number:
            count_asking(number)
        return number


class NeedForm(forms.Form):
    """One thing that somebody needs in order to take part; never why."""

    kind = forms.ChoiceField(
        label=_("What do you need?"),
        choices=AccessNeedKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=300,
        help_text=_(
            "What would help most? You never need to say why, and please name no illness or diagnosis. "
            "Up to 300 letters."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == AccessNeedKind.OTHER and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what you need, in your own words."))
        return cleaned


class AssetForm(forms.Form):
    """One thing that somebody offers, and who may see it. The narrowest audience is chosen beforehand."""

    KINDS: dict[str, Promise] = {
        AssetKind.SKILL: _("Something that you can do, such as cooking for many or using sign language."),
        AssetKind.INTEREST: _("Something that you enjoy or want to learn."),
        AssetKind.KNOWLEDGE: _("For example the buses here, or how a hospital ward works."),
        AssetKind.LIFE: _("Something that you have lived through. Say no more than you want to."),
        AssetKind.CONNECTION: _("For example a choir, a mosque or a school."),
        AssetKind.TIME: _("For example two hours on a Tuesday."),
    }
    AUDIENCES: dict[str, Promise] = {
        Audience.ME: _("When somebody looks for it, we ask you first. They hear of you only if you say yes."),
        Audience.FACILITATORS: _("The people who keep your projects going can read it."),
        Audience.PARTNERS: _("Everyone who takes part in a project with you can read it."),
    }

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=AssetKind,
        widget=Answers(hints=KINDS),
        error_messages={"required": _("Choose what it is.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("In any language. One short sentence is enough."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in your own words what you offer.")},
    )
    seen_by = forms.ChoiceField(
        label=_("Who may see it?"),
        help_text=_("Life experience can tell people about your health or your family. Not sure? Choose “Only me”."),
        choices=Audience,
        initial=Audience.ME,
        widget=Answers(hints=AUDIENCES),
        error_messages={"required": _("Choose who may see it.")},
    )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey. Its name is for the person alone."""

    passwordless = None  # every passkey here signs in by itself
    name = forms.CharField(
        label=_("A name for this passkey"),
        max_length=60,
        required=False,
        help_text=_("So that you know it again, such as “My phone”."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = whole(super().clean)
        return cleaned


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("A name for this passkey"),
        max_length=60,
        error_messages={"required": _("Enter a name, such as “My phone”.")},
    )


class PasskeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        return whole(super().clean_credential)


def whole(read: Callable[[], Any]) -> Any:
    """What `read` makes of a browser's passkey, or a kind refusal: anybody can post any nonsense here."""
    try:
        return read()
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, struct.error, InvalidSignature):
        raise forms.ValidationError(_("That passkey did not work. Try again, or sign in with a code.")) from None


def count_asking(where: str) -> None:
    """Codes to one address or number are limited, whoever asks for them. ValidationError beyond that."""
    if not ratelimit.consume(context.request, action="request_login_code", key=where):
        raise get_adapter().validation_error("rate_limited")
