"""For technical staff: find a person, add one, let one in or keep one out. Everything else has pages of its own."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from participants.models import Message, Person
from participants.phones import to_e164
from participants.refusals import Refused


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has none when it runs
    def clean_email(self) -> str | None:
        return Person.objects.normalised(self.cleaned_data["email"])

    def clean_phone(self) -> str:
        try:
            return to_e164(self.cleaned_data["phone"])[0]
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PersonForm
    fields = [
        "name",
        "preferred_name",
        "email",
        "phone",
        "language",
        "is_active",
        "is_staff",
    ]
    list_display = ["name", "email", "phone", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email", "phone"]

    def has_delete_permission(self, _request: HttpRequest, _obj: Person | None = None) -> bool:
        """People are made inactive: what they took part in stays true."""
        return False


class ReadOnly:
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Why did somebody not get something? Its words stay out of sight: they are theirs."""

    fields = ["to", "kind", "channel", "topic", "queued_at", "attempts", "sent_at", "dropped_at", "dropped_because"]
    list_display = ["to", "kind", "channel", "queued_at", "sent_at", "dropped_because"]
    list_filter = ["channel", "kind"]
    list_select_related = ["to"]
    date_hierarchy = "queued_at"
