"""What people send while a proposal is shaped."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from decisions.forms.common import text
from decisions.models import ProposalRemark, ProposalVersion
from projects.forms.contributions import PartnerField
from projects.forms.help import TOLD
from projects.models import Membership, Via

KINDS = ProposalRemark.Kind
QUESTION = _("What should we decide?")
WORDS = _("What would you like to be decided?")
WHY = _("Why?")
READ_BY_ALL = _("Everyone in the project reads this.")


class ToldFields(forms.Form):
    """For a facilitator who writes down what a partner told them: whose words these are, and how they came."""

    def __init__(self, *args: Any, partners: "QuerySet[Membership] | None" = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if partners is None:
            return
        who = PartnerField(Membership.objects.none(), label=_("Who says it?"))
        who.queryset = partners.order_by("person__name", "pk")
        via = forms.ChoiceField(label=_("How did they say it?"), choices=TOLD, widget=forms.RadioSelect)
        self.fields = {"who": who, "via": via, **self.fields}

    def who(self, own: Membership) -> dict[str, Any]:
        """Who says it and by which way; only for a form without errors."""
        return {"membership": self.cleaned_data.get("who") or own, "via": self.cleaned_data.get("via") or Via.ONLINE}


class ProposeForm(ToldFields):
    """A question, what one would like to be decided, and why."""

    question = forms.CharField(
        label=QUESTION, max_length=300, help_text=_("Write it as a question. For example: “When do we meet?”")
    )
    words = text(WORDS, most=3000, help_text=_("One or two short sentences. Others can suggest changes."))
    why = text(WHY, most=2000, rows=3)

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("question", "words", "why")}


LABELS = {
    KINDS.QUESTION: _("What do you want to know?"),
    KINDS.REACTION: _("What do you think of it?"),
    KINDS.CHANGE: _("How would you say it?"),
}
LABELS_TOLD = {
    KINDS.QUESTION: _("What do they want to know?"),
    KINDS.REACTION: _("What do they think of it?"),
    KINDS.CHANGE: _("How would they say it?"),
}


class RemarkForm(ToldFields):
    """A question, a reaction, or other words and why."""

    words = text("", most=3000, help_text=READ_BY_ALL)
    why = text(WHY, most=1000, rows=3, help_text=_("One sentence is enough."))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = (LABELS_TOLD if "who" in self.fields else LABELS)[KINDS(kind)]
        if kind != KINDS.CHANGE:
            del self.fields["why"]
            return
        self.fields["words"].help_text = _("Change the words here. Everyone in the project reads this.")

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("words", "why") if name in self.cleaned_data}


class ChangeProposalForm(forms.Form):
    """New words, why, and how they take up what others suggest. `number` is the version that was being read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32000)
    question = forms.CharField(label=QUESTION, max_length=300)
    words = text(_("What would be decided?"), most=3000)
    why = text(WHY, most=2000, rows=3)
    because = text(_("What did you change, and why?"), most=1000, rows=3, help_text=READ_BY_ALL)

    def __init__(self, *args: Any, suggested: Iterable[ProposalRemark], **options: Any) -> None:
        super().__init__(*args, **options)
        self.suggested = list(suggested)
        for each in self.suggested:
            self.fields[f"takes_up_{each.pk}"] = text(
                _("How do the new words take up what %(name)s suggests?") % {"name": each.membership.person.name},
                most=1000,
                rows=3,
                required=False,
                help_text=_("“%(words)s” Leave this empty if they do not.") % {"words": each.words},
            )

    def takes_up(self) -> dict[int, str]:
        """How each suggestion is taken up, by its id; only for a form without errors."""
        answers = {each.pk: self.cleaned_data.get(f"takes_up_{each.pk}") for each in self.suggested}
        return {pk: answer for pk, answer in answers.items() if answer}

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("question", "words", "why", "because")}


def words_of(version: ProposalVersion) -> dict[str, Any]:
    """A version as a form shows it first."""
    return {"number": version.number, "question": version.question, "words": version.words, "why": version.why}


class AnswerRemarkForm(forms.Form):
    """The answer to a question, or why a suggested change is not taken up."""

    words = text("", most=1000, help_text=_("They are told, and everyone in the project reads this."))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        change = kind == KINDS.CHANGE
        self.fields["words"].label = _("Why do you not take it up?") if change else _("What is your answer?")


class TakeBackForm(forms.Form):
    hide_optional = True

    because = text(_("Do you want to say why? You don’t have to."), most=1000, rows=3, required=False)


class NotTakenUpForm(forms.Form):
    because = text(
        _("Why is it not taken up?"),
        most=2000,
        help_text=_("Who proposed it is told, and everyone in the project reads this."),
    )
