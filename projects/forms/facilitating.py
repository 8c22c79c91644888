from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Membership, Project


class PartnerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has none when it runs
    def label_from_instance(self, seat: Membership) -> str:
        return f"{seat.person.name} ({seat.group.name})"


class FacilitatorForm(forms.Form):
    """Which partner is to facilitate too."""

    partner = PartnerChoice(
        label=_("Who?"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a partner"),
        widget=forms.Select,
        error_messages={
            "required": _("Choose a partner."),
            "invalid_choice": _("Choose one of the partners in the list."),
        },
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = project.memberships.partners().filter(role=Membership.Role.PARTNER)
        self.fields["partner"].queryset = seats.select_related("person", "group").order_by(  # type: ignore[attr-defined]
            "person__name", "pk"
        )
