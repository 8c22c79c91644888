from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers, DayField
from participants.models import Person
from projects.doing import owners_of
from projects.forms.contributions import PartnerField
from projects.forms.help import TOLD
from projects.models import ActionNote, Membership, Project, Via
from projects.permissions import Seat

HINTS: dict[str, Any] = {
    ActionNote.Kind.PROGRESS: _("Say what has been done so far, and what is next."),
    ActionNote.Kind.DONE: _("Say what is different for people now."),
    ActionNote.Kind.DROPPED: _("Say why not."),
}
LABELS = [(kind.value, kind.label) for kind in ActionNote.Kind if kind in HINTS]
MOST = 2000
LONGEST = 2**63 - 1  # the largest number that a note can have


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person who can own an action item, by name."""

    def label_from_instance(self, person: Person) -> str:
        return person.name


class AddActionForm(forms.Form):
    """What is to be done, who does it, and until when."""

    what = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("One thing, so that everybody can see later if it has happened."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done.")},
    )
    owner = OwnerField(
        Person.objects.none(),
        label=_("Who sees to it?"),
        help_text=_("Ask them first. We tell them that it is theirs."),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose who sees to it.")},
    )
    due_on = DayField(label=_("By which day?"))

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = owners_of(project)  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    """How it goes. `for_owner` is the name of the owner where a facilitator writes down what they told them."""

    kind = forms.ChoiceField(
        label=_("How does it go?"),
        choices=LABELS,
        widget=Answers(hints=HINTS),
        error_messages={"required": _("Choose how it goes.")},
    )
    words = forms.CharField(
        label=_("Tell everyone"),
        help_text=_(
            "If it is done: what is different for people now? If it will not be done: why not? Everyone in the "
            "project can read this."
        ),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence about it.")},
    )
    via = forms.ChoiceField(label=_("How did they tell you?"), choices=TOLD, widget=forms.RadioSelect)
    seen = forms.IntegerField(min_value=0, max_value=LONGEST, widget=forms.HiddenInput, required=False)

    field_order = ["via", "kind", "words", "seen"]

    def __init__(self, *args: Any, for_owner: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if for_owner:
            self.fields["via"].label = _("How did %(name)s tell you?") % {"name": for_owner}
        else:
            del self.fields["via"]

    def said(self) -> dict[str, Any]:
        """What the action asks for; only for a form without errors."""
        return {
            "kind": self.cleaned_data["kind"],
            "words": self.cleaned_data["words"],
            "via": self.cleaned_data.get("via") or Via.ONLINE,
            "seen": self.cleaned_data["seen"] or 0,
        }


class NotHappenedForm(forms.Form):
    """What a partner sees instead."""

    words = forms.CharField(
        label=_("What do you see instead?"),
        help_text=_("Everyone in the project can read this, with your name."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you see instead.")},
    )

    def __init__(self, *args: Any, partner: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if partner:
            self.fields["words"].label = _("What does %(name)s see instead?") % {"name": partner}
            self.fields["words"].help_text = _("Everyone in the project can read this, with both your names.")


class NotHappenedForThemForm(NotHappenedForm):
    """For a facilitator: also writing down what another partner told them."""

    who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
    via = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[(Via.ONLINE, _("It is me: I say it here")), *TOLD],
        initial=Via.ONLINE,
        widget=forms.RadioSelect,
    )

    field_order = ["who", "via", "words"]

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        partners = Membership.objects.partners().without_observers().filter(project=seat.project)
        who = self.fields["who"]
        who.queryset = partners.select_related("person").order_by("person__name", "pk")  # type: ignore[attr-defined]
        who.initial = seat.membership
        self.fields["words"].label = _("What do they see instead?")
        self.fields["words"].help_text = _("Everyone in the project can read this, with their name.")
