"""The frame of a project's pages: its tabs."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions import permissions as decisions
from projects import permissions as projects
from projects.models import Project

register = template.Library()
RIGHTS = {**projects.RIGHTS, **decisions.RIGHTS}
SIGHTS = {"sessions": "see_sessions", "decisions": "see_decisions"}


@register.simple_tag(takes_context=True)
def tabs_of(context: Mapping[str, Any], project: Project, tab: str) -> list[tuple[str, str, bool]]:
    """The pages of a project as (label, address, is this one), for `components/tabs.html`.

    They stay with the partner for whom somebody acts.
    """
    pages = (
        ("overview", _("Overview"), "overview"),
        ("sessions", _("Sessions"), "projects:sessions"),
        ("decisions", _("Decisions"), "decisions:list"),
        ("said", _("What people said"), "projects:said"),
        ("people", _("People"), "projects:people"),
        ("record", _("Record"), "projects:record"),
        ("search", _("Search"), "search"),
    )
    seat = context.get("seat")
    whom = f"?for={seat.for_whom}" if seat is not None and seat.says_for_whom else ""
    return [
        (label, reverse(name, args=[project.slug]) + whom, key == tab)
        for key, label, name in pages
        if seat is None or seat.can(SIGHTS.get(key, "see"), RIGHTS)
    ]
