"""The colours and the text size that a person chose: kept on the person, or in a cookie for visitors."""

from typing import NamedTuple

from django.http import HttpRequest

from participants.models import Person
from participants.models.person import TEXT_SIZES, Theme

COOKIE = "display"  # "cream-150"
COOKIE_AGE = 60 * 60 * 24 * 365


class Display(NamedTuple):
    theme: str = Theme.SYSTEM
    text_size: int = 100


def display_of(request: HttpRequest) -> Display:
    """What the signed-in person chose, or else what this browser's cookie says. No query of its own."""
    person = getattr(request, "user", None)
    if isinstance(person, Person):
        return Display(person.theme, person.text_size)
    return from_cookie(request.COOKIES.get(COOKIE, ""))


def from_cookie(words: str) -> Display:
    """What a cookie says; the usual display where it says something unknown."""
    theme, _dash, size = words.partition("-")
    if theme in Theme.values and size in map(str, TEXT_SIZES):
        return Display(theme, int(size))
    return Display()


def to_cookie(display: Display) -> str:
    return f"{display.theme}-{display.text_size}"
