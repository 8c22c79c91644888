"""For technical staff: set up organisations and who may do what in them; look at the rest. People's words stay out."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from participants.admin import ReadOnly
from participants.models import Person
from projects.actions import give_role
from projects.models import HistoryEntry, Involvement, Membership, Organisation, OrganisationRole, Project


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The address is made once and stays."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_readonly_fields(self, _request: HttpRequest, obj: Organisation | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, _request: HttpRequest, obj: Organisation | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}

    def has_delete_permission(self, _request: HttpRequest, _obj: Organisation | None = None) -> bool:
        return False


@admin.register(OrganisationRole)
class OrganisationRoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A right is given here and ended here; that it was held stays."""

    fields = ["organisation", "person", "role", "ended_at"]
    list_display = ["person", "role", "organisation", "given_at", "ended_at"]
    list_filter = ["role", "organisation"]
    list_select_related = ["person", "organisation"]
    autocomplete_fields = ["person"]

    def get_readonly_fields(self, _request: HttpRequest, obj: OrganisationRole | None = None) -> list[str]:
        return ["organisation", "person", "role"] if obj else ["ended_at"]

    def save_model(self, request: HttpRequest, obj: OrganisationRole, form: object, change: bool) -> None:
        if change:
            obj.save(update_fields=["ended_at"])
            return
        role = OrganisationRole.Role(obj.role)
        obj.pk = give_role(obj.organisation, obj.person, role, by=cast(Person, request.user), now=timezone.now()).pk

    def has_delete_permission(self, _request: HttpRequest, _obj: OrganisationRole | None = None) -> bool:
        return False


class OfServices(ReadOnly):
    """Private projects are about one person's support: technical staff see nothing of them."""

    project = "project__"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return found.filter(**{f"{self.project}scope": Project.Scope.SERVICE})


@admin.register(Project)
class ProjectAdmin(OfServices, admin.ModelAdmin):  # type: ignore[type-arg]
    project = ""
    list_display = ["name", "organisation", "made_by", "made_at"]
    list_select_related = ["organisation", "made_by"]
    search_fields = ["name", "slug"]


@admin.register(Membership)
class MembershipAdmin(OfServices, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["person", "project", "group", "role", "joined_at", "left_at"]
    list_select_related = ["person", "project", "group"]
    search_fields = ["person__name", "project__name"]


@admin.register(Involvement)
class InvolvementAdmin(OfServices, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["at", "project", "membership", "kind", "about", "via"]
    list_select_related = ["project", "membership__person", "membership__project"]
    list_filter = ["kind", "via"]
    show_full_result_count = False


@admin.register(HistoryEntry)
class HistoryAdmin(OfServices, admin.ModelAdmin):  # type: ignore[type-arg]
    fields = ["project", "at", "by", "verb", "about"]
    list_display = ["at", "project", "by", "verb", "about"]
    list_select_related = ["project", "by"]
    show_full_result_count = False
