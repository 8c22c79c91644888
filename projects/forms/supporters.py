"""What a partner, or a facilitator whom they told, writes down about somebody who supports them."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants import post
from participants.fields import DayField, ManyAnswers
from participants.phones import takes_texts, to_e164
from participants.refusals import Refused
from projects.actions.supporters import Choice
from projects.models import Support, Supporter, Via

HINTS: dict[str, Any] = {
    Support.ANSWER: _("Say yes or no to a session."),
    Support.SAY: _("Add an experience, an idea, a worry or an offer."),
    Support.DECIDE: _("Consent, object or ask, and take back an objection."),
}


class HelpForm(forms.Form):
    """What somebody may do, and until when."""

    hide_optional = True

    things = forms.MultipleChoiceField(
        label=_("What may they do for you, besides reading?"),
        help_text=_("They can always read what you can read here. Tick nothing if that is all."),
        choices=Support.choices,
        widget=ManyAnswers(hints=HINTS),
        required=False,
    )
    until = DayField(
        label=_("What is the last day?"),
        help_text=_("Leave it empty if there is no last day. You can stop it at any moment."),
        required=False,
    )

    @staticmethod
    def of(supporter: Supporter) -> dict[str, Any]:
        until = supporter.until and timezone.localdate(supporter.until - dt.timedelta(seconds=1))
        return {"things": supporter.things, "until": until}

    def clean_until(self) -> dt.datetime | None:
        """The end of the last day, where the person who writes it is."""
        day = self.cleaned_data["until"]
        if not day:
            return None
        return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))

    def chosen(self) -> tuple[Support, ...]:
        return tuple(Support(thing) for thing in self.cleaned_data["things"])


class ChooseForm(HelpForm):
    """Somebody whom a partner chooses."""

    name = forms.CharField(label=_("Their name"), max_length=200, error_messages={"required": _("Enter their name.")})
    reach = forms.CharField(
        label=_("Their email address or mobile number"),
        help_text=_("We ask them there. They sign in as themself."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter an email address or a mobile number.")},
    )

    field_order = ["name", "reach", "things", "until"]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_reach(self) -> str:
        words = str(self.cleaned_data["reach"]).strip()
        return email_of(words) if "@" in words else mobile_of(words)

    def choice(self) -> Choice:
        found = self.cleaned_data
        way = "email" if "@" in found["reach"] else "phone"
        return Choice(found["name"], things=self.chosen(), until=found["until"], **{way: found["reach"]})


def email_of(words: str) -> str:
    if not words.isascii():
        raise forms.ValidationError(_("Enter an email address without accents, like name@example.org."))
    try:
        validate_email(words)
    except forms.ValidationError:
        raise forms.ValidationError(_("Enter an email address like name@example.org.")) from None
    return words.lower()


def mobile_of(words: str) -> str:
    try:
        number = to_e164(words)[0]
    except Refused as refused:
        raise forms.ValidationError(refused.sentence) from None
    if not post.can_text() or not takes_texts(number):
        raise forms.ValidationError(_("We can’t send a text message there. Enter an email address or a mobile number."))
    return number


class ToldForm(forms.Form):
    """How a partner told a facilitator."""

    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(Via.PHONE, _("By phone")), (Via.PAPER, _("On paper")), (Via.SESSION, _("Face to face"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they told you.")},
    )


class ForThem(ToldForm):
    """The same questions, asked of a facilitator."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["things"].label = _("What may the supporter do, besides reading?")
        self.fields["things"].help_text = _("Only what the partner told you. Tick nothing if it is reading alone.")
        self.fields["until"].help_text = _("Leave it empty if there is no last day.")


class ChooseForThemForm(ForThem, ChooseForm):
    field_order = ["via", "name", "reach", "things", "until"]


class HelpForThemForm(ForThem, HelpForm):
    field_order = ["via", "things", "until"]
