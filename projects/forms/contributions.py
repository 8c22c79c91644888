from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participants.fields import Answers
from participants.refusals import Refused
from projects.actions.attachments import refuse_a_name_inside
from projects.actions.said import narrower
from projects.files import Upload, read_upload
from projects.models import Attachment, Contribution, Membership, Via
from projects.permissions import Seat

KINDS: dict[str, Promise] = {
    Contribution.Kind.EXPERIENCE: _("Something that happened to you or that you saw."),
    Contribution.Kind.IDEA: _("Something that could be done."),
    Contribution.Kind.WORRY: _("Something that might go wrong."),
    Contribution.Kind.OFFER: _("Something that you can bring or do."),
}
AUDIENCES: dict[str, Promise] = {
    Contribution.Audience.EVERYONE: _("People can come back to you about it."),
    Contribution.Audience.NAMELESS: _(
        "It says “Somebody”. Nobody sees your name or your group beside it, not even facilitators. The involvement map "
        "still shows that you said something in this stage. So people may guess, above all where few said something."
    ),
    Contribution.Audience.FACILITATORS: _("Nobody else reads it. It can’t be quoted in a decision."),
}
TOO_MUCH = _(
    "This file is too large, so we stopped before all of it was here. A recording of ten minutes or less is best. "
    "What you wrote is still here."
)
ACCEPTED = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.odt,.txt,.mp3,.m4a,.mp4,.wav,.ogg,.oga,.opus,.weba,.webm,audio/*"


class AttachmentField(forms.FileField):
    """At most one photo, document or voice note; cleaned, it is an `Upload`."""

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        if not data:
            return None
        try:
            return read_upload(data)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused


class SayForm(forms.Form):
    """Saying something oneself. What a person must never lose comes first: a refused file leaves out what follows."""

    hide_optional = True
    kind = forms.ChoiceField(label=_("What is it?"), choices=Contribution.Kind, widget=Answers(hints=KINDS))
    words = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("You don't have to tell your story. You can also add a photo, a file or your voice below."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    audience = forms.ChoiceField(
        label=_("Who can read it?"),
        help_text=_("You can choose later that fewer people read it. You can also take it back."),
        choices=Contribution.Audience,
        initial=Contribution.Audience.EVERYONE,
        widget=Answers(hints=AUDIENCES),
    )
    drop_file = forms.BooleanField(label=_("Leave this file out"), required=False)
    alt = forms.CharField(
        label=_("For a photo: what is on it?"),
        help_text=_("For people who can’t see it. For example: “A steep ramp with no rail”."),
        max_length=300,
        required=False,
    )
    file = AttachmentField(
        label=_("Photo, file or voice note"),
        help_text=_(
            "A photo up to 15 MB, a PDF, Word, OpenDocument or text file up to 10 MB, or a recording up to 25 MB. "
            "A PDF, Word or OpenDocument file can hold the name of who made it, so it can’t go with words without your "
            "name."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, held: Attachment | None = None, too_much: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held, self.too_much = held, too_much
        self.fields["words"].widget.attrs["data-draft"] = "words"
        if held is None:
            del self.fields["drop_file"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.too_much:
            self.add_error("file", TOO_MUCH)
        if "file" in self.errors:
            return found
        if not found.get("words") and self.form_of_file is None and "words" not in self.errors:
            self.add_error("words", _("Write something, or add a photo, a file or a voice note."))
        if self.form_of_file == Contribution.Form.PHOTO and not found.get("alt"):
            self.add_error("alt", _("Say in a few words what is on the photo, for people who can’t see it."))
        if found.get("audience") == Contribution.Audience.NAMELESS:
            self.refuse_a_name_inside()
        return found

    def refuse_a_name_inside(self) -> None:
        try:
            refuse_a_name_inside(self.upload, self.held if self.keeps_held else None)
        except Refused as refused:
            self.add_error("audience", refused.sentence)

    @property
    def upload(self) -> Upload | None:
        """The new file, if a good one was sent."""
        return self.cleaned_data.get("file")

    @property
    def keeps_held(self) -> bool:
        """Is the file of the draft still wanted?"""
        return self.held is not None and not self.cleaned_data.get("drop_file")

    @property
    def form_of_file(self) -> str | None:
        if self.upload is not None:
            return self.upload.form
        return self.held.form if self.held is not None and self.keeps_held else None


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One partner, by name."""

    def label_from_instance(self, membership: Membership) -> str:
        return membership.person.name


class WriteDownForm(SayForm):
    """For a facilitator: also writing down what another partner said by phone, on paper or in a session."""

    who = PartnerField(Membership.objects.none(), label=_("Who says it?"), empty_label=None)
    via = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[
            (Via.ONLINE, _("It is me: I say it here")),
            (Via.SESSION, _("In a session")),
            (Via.PHONE, _("By phone")),
            (Via.PAPER, _("On paper")),
        ],
        initial=Via.ONLINE,
        widget=forms.RadioSelect,
    )

    field_order = ["who", "via", "kind", "words"]

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        partners = Membership.objects.partners().without_observers()
        self.fields["who"] = PartnerField(
            partners.filter(project=seat.project).select_related("person").order_by("person__name", "pk"),
            label=self.fields["who"].label,
            empty_label=None,
            initial=seat.membership,
        )
        self.order_fields(self.field_order)
        self.seat = seat

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        who, via = found.get("who"), found.get("via")
        if who and via == Via.ONLINE and who.person_id != self.seat.person.pk:
            self.add_error("via", _("Say how they told you: by phone, on paper or in a session."))
        return found


class ReplyForm(forms.Form):
    words = forms.CharField(
        label=_("Your reply"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown with your name."),
    )


class CorrectForm(forms.Form):
    words = forms.CharField(
        label=_("What do you want to say?"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class NarrowForm(forms.Form):
    """Fewer people, or without the name. What is wider than now is not among the answers."""

    audience = forms.ChoiceField(label=_("Who can read it from now on?"), widget=Answers(hints=AUDIENCES))

    def __init__(self, *args: Any, said: Contribution, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["audience"].choices = [(each.value, each.label) for each in narrower(said)]  # type: ignore[attr-defined]


class WrittenForm(forms.Form):
    words = forms.CharField(
        label=_("What does the voice note say?"),
        help_text=_("Write down every word, as it is said. Leave out names of people who are not in this project."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
