"""The frame of a project's pages: its tabs."""

from django import template
from django.urls import NoReverseMatch, reverse
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
    return [(label, url, key == tab) for key, label, name in pages if (url := address(name, project))]


def address(name: str, project: Project) -> str:
    """The address of one page, or "" while it is being built."""
    try:
        return reverse(name, args=[project.slug])
    except NoReverseMatch:
        return ""
