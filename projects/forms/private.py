from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import ReachBy
from projects.actions.private import Lead
from projects.forms.partners import SightField
from projects.forms.projects import OrganisationField
from projects.forms.reach import SomebodyForm
from projects.models import Organisation, Project


class AboutForm(forms.Form):
    """What a private project is called and what it is for."""

    name = forms.CharField(label=_("What do you want to call it?"), max_length=200, initial=_("My support"))
    purpose = forms.CharField(
        label=_("What is it for, in one sentence?"),
        help_text=_("Only the people whom you let in can read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def of(project: Project) -> dict[str, str]:
        return {"name": project.name, "purpose": project.purpose}

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class StartForm(AboutForm):
    """Starting one about one's own support."""

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = OrganisationField(organisations)
        self.fields["organisation"].label = _("Who supports you?")
        self.order_fields(["organisation"])


class OfferForm(SomebodyForm):
    """For whom a facilitator offers to start one. Nothing about their support is asked: that is theirs to write."""

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = OrganisationField(organisations)
        self.order_fields(["organisation"])

    def lead(self) -> Lead:
        given = self.cleaned_data
        return Lead(given["name"], given["email"], given["phone"], given["address"], ReachBy(given["reach_by"]))


class SightForm(forms.Form):
    sees = SightField()
