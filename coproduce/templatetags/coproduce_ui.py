"""The components that need more than markup. `{% load coproduce_ui %}`; the gallery (/gallery) shows each of them.

Strings are joined here rather than in templates where a page has many of them: lists stay fast.
"""

import difflib
import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduce import drawing, trail_drawing
from projects.table import MORE_SHAPES, SHAPES, GroupAtTable

register = template.Library()

ALL_SHAPES = (*SHAPES.values(), *MORE_SHAPES)
SHAPE = {
    name: mark_safe(  # noqa: S308 (built from our own constants)
        f'<svg class="shape {name}" viewBox="-10 -10 20 20" aria-hidden="true"><use href="#s-{name}"/></svg>'
    )
    for name in ALL_SHAPES
}
ROW_SEATS = 24  # a row in a list shows seats up to here, and figures beyond


@register.simple_tag
def shape(name: str) -> SafeString:
    """The shape of a group: `{% shape group.shape %}`. Screen readers pass it over: the name stands beside it."""
    return SHAPE[name]


@register.simple_tag
def group_name(group: Any) -> SafeString:
    """A group by shape, colour and word together. `group` has `shape` and `name`."""
    return named(group.shape, str(group.name))


@lru_cache(maxsize=512)
def named(shape: str, name: str) -> SafeString:
    return format_html('<span class="group">{}<span>{}</span></span>', SHAPE[shape], name)


@register.inclusion_tag("components/table.html")
def table(groups: Sequence[GroupAtTable], title: str = "", said: str = "") -> dict[str, Any]:
    """The table: who of each group took part. Seats up to 40 people, a ring of arcs beyond.

    `title` heads it; `said` replaces "have taken part" where it is about coming or answering.
    """
    total = sum(group.total for group in groups)
    return {
        "groups": groups,
        "title": title,
        "said": said or _("have taken part"),
        "present": sum(group.present for group in groups),
        "total": total,
        "seats": drawing.seats(groups) if total <= drawing.MOST_SEATS else [],
        "arcs": drawing.ring(groups) if total > drawing.MOST_SEATS else [],
        "sentence": sentence(groups),
    }


@register.inclusion_tag("components/trail.html")
def trail(columns: Sequence[Any]) -> dict[str, Any]:
    """The trail of a decision (decisions/chain.py) as a picture whose steps are links; a list says the same."""
    return {"picture": trail_drawing.drawn(columns), "width": trail_drawing.WIDE}


@register.simple_tag
def at_table(groups: Sequence[GroupAtTable]) -> SafeString:
    """The table in one line, for lists: a small shape per person, or figures where there are many."""
    if sum(group.total for group in groups) > ROW_SEATS:
        return format_html('<span class="at-table">{}</span>', figures(groups))
    people = drawing.order(groups)
    marks = "".join(small_seat(number, name, here) for number, (name, here) in enumerate(people))
    width, height = min(len(people), 8) * 22, (len(people) + 7) // 8 * 22
    return format_html(
        '<svg class="at-table" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        width,
        height,
        width * 0.9,
        height * 0.9,
        sentence(groups),
        mark_safe(marks),  # noqa: S308 (shapes and numbers only)
    )


def small_seat(number: int, name: str, here: bool) -> str:
    """One person in the row: eight to a line, 22 units apart."""
    away = "" if here else " away"
    return f'<use href="#s-{name}" class="{name}{away}" x="{number % 8 * 22 + 11}" y="{number // 8 * 22 + 11}"/>'


def figures(groups: Iterable[GroupAtTable]) -> SafeString:
    """Each group as its shape and "12 of 14", with its name for screen readers."""
    words = escape(_("%(present)s of %(total)s"))
    marks = [
        f"{sign(group.shape, group.name)}{words % {'present': group.present, 'total': group.total}}</span>"
        for group in groups
        if group.total
    ]
    return mark_safe(" ".join(marks))  # noqa: S308 (escaped above, and numbers)


@lru_cache(maxsize=512)
def sign(shape: str, name: str) -> SafeString:
    """The start of a group's mark, up to its figures. Kept, since a list repeats the same few groups in each row."""
    return format_html('<span class="group">{}<span class="govuk-visually-hidden">{}: </span>', SHAPE[shape], name)


def of(present: int, total: int) -> str:
    return _("%(present)s of %(total)s") % {"present": present, "total": total}


def sentence(groups: Iterable[GroupAtTable]) -> str:
    """What the drawing says, for those who hear it: "Staff: 3 of 4. Carers: 1 of 4, 1 more needed." """
    return " ".join(f"{part(group)}." for group in groups if group.total or group.needs)


def part(group: GroupAtTable) -> str:
    words = f"{group.name}: {of(group.present, group.total)}"
    if not group.short:
        return words
    more = ngettext("%(count)s more needed", "%(count)s more needed", group.short) % {"count": group.short}
    return f"{words}, {more}"


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = None) -> SafeString:
    """The options of a select: `{% options projects sieve.project %}`. `choices` are (value, words)."""
    rows = (
        f'<option value="{html.escape(str(value))}"{" selected" if value == chosen else ""}>{html.escape(str(words))}'
        "</option>"
        for value, words in choices
    )
    return mark_safe("".join(rows))  # noqa: S308 (each part is escaped; `format_html_join` takes five times as long)


@register.simple_tag
def changes(old: str, new: str, show_removed: bool = False) -> SafeString:
    """`new`, with the words that are not in `old` marked by colour, underline and, for screen readers, words.

    With `show_removed`, the words that went stand struck through in their place.
    """
    before, after = pieces(old), pieces(new)
    done = [
        marked(kind, "".join(before[a:b]), "".join(after[c:d]), show_removed)
        for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=len(after) > 200).get_opcodes()
    ]
    return mark_safe("".join(done))  # noqa: S308 (each part is escaped in `marked`)


def pieces(words: str) -> list[str]:
    """Words with the space after them, so that joined they make the text again."""
    return re.findall(r"\S+\s*|\s+", words)


def marked(kind: str, old: str, new: str, show_removed: bool) -> str:
    """One run of the same, added or removed words, as safe HTML."""
    if kind == "equal":
        return conditional_escape(new)
    removed = mark("del", _("taken out:"), old, _("end of what was taken out")) if old and show_removed else ""
    return removed + (mark("ins", _("new words:"), new, _("end of new words")) if new else "")


def mark(tag: str, before: str, words: str, after: str) -> str:
    """Words in an `ins` or `del` element, with what a screen reader says before and after them."""
    hidden = '<span class="govuk-visually-hidden">{}</span>'
    inner = words.rstrip()
    shown = format_html(f"<{tag}>{hidden}{{}}{hidden}</{tag}>", f"{before} ", inner, f" ({after})")
    return shown + words[len(inner) :]
