"""The frame of a project's pages: its tabs."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Project

register = template.Library()


@register.simple_tag
def tabs_of(project: Project, tab: str) -> list[tuple[str, str, bool]]:
    """The pages of a project as (label, address, is this one), for `components/tabs.html`."""
    pages = (
        ("overview", _("Overview"), "overview"),
        ("sessions", _("Sessions"), "projects:sessions"),
        ("decisions", _("Decisions"), "decisions:list"),
        ("said", _("What people said"), "projects:said"),
        ("people", _("People"), "projects:people"),
        ("record", _("Record"), "projects:record"),
    )
    return [(label, reverse(name, args=[project.slug]), key == tab) for key, label, name in pages]
