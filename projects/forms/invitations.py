from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import AccessNeedKind, Language, Person, ReachBy
from projects.actions.invitations import Acceptance
from projects.forms.reach import PhoneField, unreachable
from projects.models import Via


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code in your letter or message"),
        help_text=_("It has 12 letters and numbers, like ABCD-EFGH-JKMN. Spaces and small letters don’t matter."),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
        ),
        error_messages={"required": _("Type the code from your letter or message.")},
    )


class NeedsForm(forms.Form):
    """What somebody needs in order to take part: never why."""

    needs = forms.MultipleChoiceField(
        label=_("What would help you to take part?"),
        help_text=_("Tick anything that you need. Nobody asks why you need it. You can change this at any time."),
        choices=[choice for choice in AccessNeedKind.choices if choice[0] != AccessNeedKind.OTHER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needs_words = forms.CharField(
        label=_("Anything else, in your own words"),
        help_text=_("For example: mornings are hard for me, or I bring my dog. Up to 300 letters."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def needed(self) -> tuple[tuple[AccessNeedKind, str], ...]:
        """The needs as (kind, their own words); only for a form without errors."""
        ticked = [(AccessNeedKind(kind), "") for kind in self.cleaned_data["needs"]]
        words = " ".join(self.cleaned_data["needs_words"].split())
        return (*ticked, (AccessNeedKind.OTHER, words)) if words else tuple(ticked)


class AcceptForm(NeedsForm):
    """Saying yes, by somebody whose record is not their own yet: is the name right, how to reach them."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Put it right if we got it wrong."),
        max_length=200,
        error_messages={"required": _("Enter your name.")},
    )
    reach_by = forms.ChoiceField(
        label=_("How do you like to be reached?"), choices=ReachBy.choices, widget=forms.RadioSelect
    )
    phone = PhoneField(label=_("Your phone number"))
    address = forms.CharField(
        label=_("Your postal address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    language = forms.ChoiceField(
        label=_("Which language do you prefer?"),
        help_text=_("We tell the facilitator what you prefer at meetings. Our pages are in English only so far."),
        choices=Language.choices,
        widget=forms.RadioSelect,
    )

    field_order = ["name", "needs", "needs_words", "reach_by", "phone", "address", "language"]

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        first = {"name": person.name, "reach_by": person.reach_by, "language": person.language}
        super().__init__(*args, **{"initial": first, **options})
        self.person = person
        if person.phone:
            self.fields["phone"].help_text = _("We have one that ends in %(end)s. Leave this empty to keep it.") % {
                "end": person.phone[-3:]
            }
        if person.address:
            self.fields["address"].help_text = _("We have one. Leave this empty to keep it.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "reach_by" in given and "phone" in given:
            self.check_reach(given)
        return given

    def check_reach(self, given: dict[str, Any]) -> None:
        person = self.person
        problem = unreachable(
            given["reach_by"],
            email=person.email or "",
            phone=given["phone"] or person.phone,
            address=given.get("address") or person.address,
        )
        if problem:
            field, sentence = problem
            self.add_error(field if field in self.fields else "reach_by", sentence)

    def acceptance(self) -> Acceptance:
        details = {name: self.cleaned_data[name] for name in ("name", "phone", "address", "reach_by", "language")}
        details["name"] = " ".join(details["name"].split())
        return Acceptance(needs=self.needed(), details=details)


class AcceptKnownForm(NeedsForm):
    """Saying yes, by somebody who has a record of their own: their details stay as they are."""

    def acceptance(self) -> Acceptance:
        return Acceptance(needs=self.needed())


class AnswerForThemForm(AcceptKnownForm):
    """A facilitator writes down what somebody said by phone, on paper or face to face."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(YES, _("Yes, they want to take part")), (NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )
    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(Via.PHONE, _("By phone")), (Via.PAPER, _("On paper")), (Via.SESSION, _("Face to face"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they told you.")},
    )

    field_order = ["answer", "via", "needs", "needs_words"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["needs"].label = _("What would help them to take part?")
        self.fields["needs"].help_text = _("Only what they told you. Never write why they need it.")
        self.fields["needs_words"].label = _("Anything else, in their words")
        self.fields["needs_words"].help_text = _("Up to 300 letters.")
