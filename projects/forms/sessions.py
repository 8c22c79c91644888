import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participants.fields import Answers, ClockField, DayField, moment
from projects.actions.sessions import Plan
from projects.models import DesignSession, Membership, Project, SessionAnswer, Stage, Via


class SessionForm(forms.Form):
    """What a facilitator says about a session. Days and times are those of the person who looks at the form."""

    title = forms.CharField(
        label=_("What is the session called?"), max_length=200, help_text=_("For example: What makes a good break")
    )
    purpose = forms.CharField(
        label=_("What will you do together?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = DayField(label=_("Which day?"), help_text=_("For example, 27 3 2027"))
    starts = ClockField(label=_("When does it start?"), help_text=_("For example, 10:30am or 14:00"))
    ends = ClockField(label=_("When does it end?"))
    place = forms.CharField(
        label=_("Where is it?"),
        max_length=300,
        required=False,
        help_text=_("The place and its address. Leave it empty if nobody meets in a room."),
    )
    online_link = forms.URLField(
        label=_("Link for joining online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter the whole link, such as https://meet.example.org/our-meeting.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone_line = forms.CharField(
        label=_("Number for joining by phone"),
        max_length=100,
        required=False,
        help_text=_(
            "With the code, if there is one. So people without the internet can join a session that is online."
        ),
    )
    access_notes = forms.CharField(
        label=_("What have you arranged so that everyone can take part?"),
        max_length=1000,
        required=False,
        help_text=_("Step-free way in, hearing loop, breaks, quiet room, help with travel, papers beforehand …"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    safeguarding_contact = forms.CharField(
        label=_("Who can people talk to if somebody may not be safe?"),
        max_length=200,
        help_text=_("A name and a phone number. Everyone sees it on the page of the session."),
    )
    safeguarding_deputy = forms.CharField(label=_("And if that person is not there?"), max_length=200)
    stage = forms.ModelChoiceField(
        Stage.objects.none(),
        label=_("Which stage does it belong to?"),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        stage = cast("forms.ModelChoiceField[Stage]", self.fields["stage"])
        stage.queryset = Stage.objects.filter(project=project, closure=None).order_by("position")
        stage.initial = stage.queryset.filter(began_at__isnull=False).first() or stage.queryset.first()

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        day, starts, ends = found.get("day"), found.get("starts"), found.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Enter a time that is later than the start."))
        if day and starts and self.at(day, starts) <= timezone.now():
            self.add_error("day", _("Choose a day and a time that are still to come."))
        where = ("place", "online_link", "phone_line")
        if not any(name in self.errors or found.get(name) for name in where):
            self.add_error("place", _("Enter a place, or a link for joining online, or a number for joining by phone."))
        return found

    @staticmethod
    def at(day: dt.date, time: dt.time) -> dt.datetime:
        return moment(day, time, timezone.get_current_timezone())

    def plan(self) -> Plan:
        """What was said; only for a form without errors."""
        found = dict(self.cleaned_data)
        day, starts, ends = found.pop("day"), found.pop("starts"), found.pop("ends")
        found.pop("because", None)
        return Plan(starts_at=self.at(day, starts), ends_at=self.at(day, ends), **found)


class ChangeForm(SessionForm):
    """The same, about a session that people have been told of."""

    because = forms.CharField(
        label=_("Why does it change?"),
        max_length=500,
        required=False,
        help_text=_("People read this in the message that tells them."),
    )

    @staticmethod
    def of(session: DesignSession) -> dict[str, Any]:
        """The form's first values."""
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        kept = ("title", "purpose", "place", "online_link", "phone_line", "access_notes", "safeguarding_contact")
        return {name: getattr(session, name) for name in (*kept, "safeguarding_deputy")} | {
            "stage": session.stage_id,
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
        }


class CancelForm(forms.Form):
    because = forms.CharField(
        label=_("Why is it cancelled?"),
        max_length=500,
        help_text=_("Everyone who was asked gets a message with these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Whether a partner comes. Only the ways that there are, are offered."""

    ANSWERS: Any = dict(SessionAnswer.Answer.choices)

    answer = forms.ChoiceField(label=_("Can you come?"), widget=Answers)
    needs = forms.CharField(
        label=_("What do you need this time?"),
        max_length=500,
        required=False,
        help_text=_("Only the facilitators see this. Say what would help, not why you need it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, session: DesignSession, **options: Any) -> None:
        super().__init__(*args, **options)
        answer = cast(forms.ChoiceField, self.fields["answer"])
        answer.choices = [(way.value, self.ANSWERS[way]) for way in session.ways]

    def chosen(self) -> SessionAnswer.Answer:
        return SessionAnswer.Answer(self.cleaned_data["answer"])


EASY_ANSWERS: dict[str, Any] = {
    SessionAnswer.Answer.COMING: _("Yes. I will be there."),
    SessionAnswer.Answer.ONLINE: _("Yes. I will join on the internet."),
    SessionAnswer.Answer.PHONE: _("Yes. I will join by phone."),
    SessionAnswer.Answer.NOT_COMING: _("No. I can’t come."),
    SessionAnswer.Answer.UNSURE: _("I don’t know yet."),
}


class EasyAnswerForm(AnswerForm):
    """The same answers in Easy Read words."""

    ANSWERS: Any = EASY_ANSWERS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        answer = self.fields["answer"]
        answer.error_messages["required"] = answer.error_messages["invalid_choice"] = _("Choose one answer.")
        self.fields["needs"].label = _("What help do you need?")
        self.fields["needs"].help_text = _("Only the people who plan it will read this.")


class HelpedForm(AnswerForm):
    """What a supporter answers for the partner whom they support. They don't see what the partner needs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].label = _("Can they come?")
        self.fields["needs"].label = _("What do they need this time?")
        self.fields["needs"].help_text = _("Leave this empty to keep what they told us. You don’t see that here.")


class PassedOnForm(AnswerForm):
    """What a partner told a facilitator by phone or on paper."""

    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=[(way.value, way.label) for way in Via if way != Via.ONLINE],
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )


class AttendanceForm(forms.Form):
    """Ticks for who came and who took part by phone, among those who are not written down yet."""

    came = forms.ModelMultipleChoiceField(Membership.objects.none(), required=False)
    by_phone = forms.ModelMultipleChoiceField(Membership.objects.none(), required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, members: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("came", "by_phone"):
            cast("forms.ModelMultipleChoiceField[Membership]", self.fields[name]).queryset = members

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not self.errors and not found["came"] and not found["by_phone"]:
            raise forms.ValidationError(_("Tick who came, or who took part by phone."))
        if not self.errors:
            self.refuse_both(set(found["came"]) & set(found["by_phone"]))
        return found

    def refuse_both(self, twice: set[Membership]) -> None:
        names = sorted(member.person.name for member in twice)
        if names:
            raise forms.ValidationError(
                ngettext(
                    "%(names)s is ticked twice. Tick “Came” or “By phone”, not both.",
                    "%(names)s are ticked twice. Tick “Came” or “By phone” for each, not both.",
                    len(names),
                )
                % {"names": ", ".join(names)}
            )
