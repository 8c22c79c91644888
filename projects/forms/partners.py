from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import Language, ReachBy
from projects.actions.partners import Invitee
from projects.forms.reach import SomebodyForm
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


class PartnerForm(SomebodyForm):
    """One person to invite."""

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
    language = forms.ChoiceField(
        label=_("Which language do they prefer?"),
        help_text=_("If you don’t know, leave it: we ask everyone when they say yes."),
        choices=Language.choices,
        initial=Language.ENGLISH,
        widget=forms.RadioSelect,
    )

    field_order = ("name", "group", "role", "reach_by", "email", "phone", "address", "language", "sees")

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].help_text = _("If they have an account already, they keep it and their own details.")
        self.groups = {group.key: group for group in project.groups.all()}
        self.fields["group"].choices = [(key, group.name) for key, group in self.groups.items()]  # type: ignore[attr-defined]
        if project.is_private:
            del self.fields["role"]
            self.fields["sees"] = SightField()

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
