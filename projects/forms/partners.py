from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import Language, ReachBy
from projects.actions.partners import Invitee
from projects.forms.reach import PhoneField, unreachable
from projects.models import Membership, Project


class SearchForm(forms.Form):
    hide_optional = True

    q = forms.CharField(label=_("Find a name"), max_length=100, required=False)


class SightField(forms.ChoiceField):
    """What somebody may see of a private project."""

    def __init__(self, **options: Any) -> None:
        facts = {
            "label": _("What may they see?"),
            "choices": Membership.Sight.choices,
            "widget": forms.RadioSelect,
            "error_messages": {"required": _("Choose what they may see.")},
        }
        super().__init__(**{**facts, **options})


class PartnerForm(forms.Form):
    """One person to invite."""

    name = forms.CharField(label=_("Their name"), max_length=200, error_messages={"required": _("Enter their name.")})
    group = forms.ChoiceField(
        label=_("Which group are they in?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose their group.")},
    )
    role = forms.ChoiceField(
        label=_("What is their part?"),
        choices=[
            (Membership.Role.PARTNER, _("Partner: takes part in everything")),
            (Membership.Role.OBSERVER, _("Observer: sees everything and decides nothing")),
        ],
        initial=Membership.Role.PARTNER,
        widget=forms.RadioSelect,
    )
    reach_by = forms.ChoiceField(
        label=_("How do they like to be reached?"),
        choices=ReachBy.choices,
        initial=ReachBy.EMAIL,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("Their email address"),
        help_text=_("If they have an account already, they keep it and their own details."),
        max_length=254,
        required=False,
    )
    phone = PhoneField(label=_("Their phone number"))
    address = forms.CharField(
        label=_("Their postal address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    language = forms.ChoiceField(
        label=_("Which language do they prefer?"),
        help_text=_("If you don’t know, leave it: we ask everyone when they say yes."),
        choices=Language.choices,
        initial=Language.ENGLISH,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = {group.key: group for group in project.groups.all()}
        self.fields["group"].choices = [(key, group.name) for key, group in self.groups.items()]  # type: ignore[attr-defined]
        if project.is_private:
            del self.fields["role"]
            self.fields["sees"] = SightField()

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

    def invitee(self) -> Invitee:
        given = self.cleaned_data
        return Invitee(
            name=given["name"],
            group=self.groups[given["group"]],
            email=given["email"],
            phone=given["phone"],
            address=given["address"],
            reach_by=ReachBy(given["reach_by"]),
            language=Language(given["language"]),
            role=Membership.Role(given.get("role", Membership.Role.PARTNER)),
            sees=Membership.Sight(given.get("sees", Membership.Sight.ALL)),
        )
