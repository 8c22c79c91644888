"""What base.html asks for on every page: the colours and text size that somebody chose, and the main links."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from participants.display import Display, display_of
from participants.models import Person
from projects.permissions import Part, parts_anywhere


class Link(NamedTuple):
    """One of the main links. `current` is what aria-current says: "page", "true" for a page below it, or ""."""

    label: str
    url: str
    current: str


class Face:
    """Worked out only where a template asks for it, so that pages without base.html cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def display(self) -> Display:
        return display_of(self.request)

    @property
    def demo(self) -> bool:
        """Whether the foot offers to be somebody else and to read the outbox."""
        return bool(settings.DEMO)

    @property
    def theme(self) -> str:
        return self.display.theme

    @property
    def text_size(self) -> int:
        return self.display.text_size

    @cached_property
    def nav(self) -> list[Link]:
        return [self.link(label, reverse(name)) for label, name in self.pages()]

    def pages(self) -> list[tuple[str, str]]:
        """The pages that this person has, as (label, name of the address)."""
        person = getattr(self.request, "user", None)  # a request that can't be read is refused before it has one
        if not isinstance(person, Person):
            return [(_("Sign in"), "account_login")]
        parts = parts_anywhere(person)
        desk = [(_("Desk"), "desk")] if Part.FACILITATOR in parts else []
        tracker = [(_("Decisions"), "decisions:tracker")] if Part.COMMISSIONER in parts else []
        return [
            (_("Home"), "home"),
            (_("Projects"), "projects:list"),
            *desk,
            *tracker,
            (_("Account"), "participants:account"),
        ]

    def link(self, label: str, url: str) -> Link:
        here = self.request.path
        below = url != "/" and here.startswith(url.rstrip("/") + "/")
        return Link(label, url, "page" if here == url else "true" if below else "")


def context(request: HttpRequest) -> Mapping[str, Any]:
    """The context processor: `face` in every template."""
    return {"face": Face(request)}
