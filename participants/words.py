"""A message in the words of the person who gets it: their language, their time zone, the templates of its kind.

One text template serves email, letter and phone call. For email it is also made into HTML: a paragraph whose last line
is one of our own addresses becomes the button, what follows `-- ` becomes the small print.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import select_template
from django.utils import timezone, translation

from participants.kinds import KINDS
from participants.models import Message

LONGEST_TEXT = 306  # characters that two joined text messages hold
SMALL_PRINT = "-- "


@dataclass(frozen=True)
class Words:
    """What one person is told. `html` is for email alone; `short` is the text message."""

    subject: str
    text: str
    html: str
    short: str


@dataclass(frozen=True)
class Paragraph:
    words: str
    link: str = ""


def words_of(message: Message) -> Words:
    """The message as its reader will see it. Context keys that end in `_at` come to the templates as moments."""
    with as_reader(message) as (template, context):
        subject, text = subject_of(template, context), text_of(template, context)
        short = one_line(plain([f"{template}.text.txt", f"{template}.subject.txt"], context))
        return Words(subject, spoken(text), as_html(template, subject, text, context), cut(short))


def words_to_say(message: Message) -> tuple[str, str]:
    """Subject and text, for somebody who makes the call or writes the letter."""
    with as_reader(message) as (template, context):
        return subject_of(template, context), spoken(text_of(template, context))


@contextmanager
def as_reader(message: Message) -> Iterator[tuple[str, dict[str, Any]]]:
    """The start of the templates' names and their context, in the reader's language and time zone."""
    to = message.to
    with translation.override(to.reads), timezone.override(to.zone):
        context = {**moments(message.context), "to": to, "site_url": settings.SITE_URL}
        yield f"messages/{KINDS[message.kind].template}", context


def subject_of(template: str, context: dict[str, Any]) -> str:
    return one_line(plain([f"{template}.subject.txt"], context))[:300]


def text_of(template: str, context: dict[str, Any]) -> str:
    return tidy(plain([f"{template}.txt"], context))


def spoken(text: str) -> str:
    return text.replace(SMALL_PRINT + "\n", "")


def plain(templates: list[str], context: dict[str, Any]) -> str:
    """Text for a reader and not for a browser: nothing is escaped."""
    words: str = Engine.get_default().select_template(templates).render(Context(context, autoescape=False))
    return words


def as_html(template: str, subject: str, text: str, context: dict[str, Any]) -> str:
    body, _line, small_print = text.partition(SMALL_PRINT + "\n")
    html: str = select_template([f"{template}.html", "messages/base.html"]).render(
        {
            **context,
            "subject": subject,
            "language": translation.get_language(),
            "paragraphs": [paragraph(part) for part in body.split("\n\n") if part.strip()],
            "small_print": small_print.strip(),
        }
    )
    return html


def paragraph(part: str) -> Paragraph:
    """Only our own addresses become buttons, so that nobody's words can look like ours."""
    words, _line, last = part.strip().rpartition("\n")
    if words and last.startswith(settings.SITE_URL + "/") and " " not in last:
        return Paragraph(one_line(words).rstrip(":"), last)
    return Paragraph(part.strip())


def moments(context: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dt.datetime.fromisoformat(value) if name.endswith("_at") and isinstance(value, str) else value
        for name, value in context.items()
    }


def one_line(words: str) -> str:
    return " ".join(words.split())


def tidy(words: str) -> str:
    """At most one empty line between paragraphs, and none at the ends."""
    lines = [line if line == SMALL_PRINT else line.rstrip() for line in words.strip().split("\n")]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"


def cut(words: str) -> str:
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"
