"""Which column means what: guessed from its heading, or else from what stands in it. People can correct it."""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, Promise] = {
    "name": _("Name"),
    "surname": _("Surname, where it has its own column"),
    "email": _("Email address"),
    "phone": _("Phone number"),
    "address": _("Postal address"),
    "group": _("Group"),
    "needs": _("Access needs"),
    "reach_by": _("Best way to reach them"),
    "language": _("Language"),
}

HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset(
        [
            "name",
            "full name",
            "your name",
            "names",
            "person",
            "partner",
            "participant",
            "contact name",
            "first name",
            "forename",
            "given name",
            "enw",
            "enw llawn",
        ]
    ),
    "surname": frozenset(["surname", "last name", "family name", "second name", "cyfenw"]),
    "email": frozenset(
        [
            "email",
            "e mail",
            "email address",
            "e mail address",
            "mail",
            "your email",
            "contact email",
            "ebost",
            "e bost",
            "cyfeiriad ebost",
        ]
    ),
    "phone": frozenset(
        [
            "mobile",
            "phone",
            "telephone",
            "tel",
            "tel no",
            "mobile number",
            "mobile no",
            "mobile phone",
            "phone number",
            "phone no",
            "telephone number",
            "contact number",
            "contact no",
            "number",
            "cell",
            "landline",
            "home phone",
            "ffon",
            "ffôn",
            "symudol",
            "rhif ffôn",
        ]
    ),
    "address": frozenset(["address", "postal address", "home address", "full address", "post address", "cyfeiriad"]),
    "group": frozenset(
        [
            "group",
            "partner group",
            "role",
            "type",
            "category",
            "i am a",
            "i am",
            "which group",
            "involvement",
            "background",
            "grwp",
            "grŵp",
            "rôl",
        ]
    ),
    "needs": frozenset(
        [
            "access requirements",
            "access needs",
            "access",
            "needs",
            "support needs",
            "requirements",
            "adjustments",
            "reasonable adjustments",
            "accessibility",
            "access support",
            "what i need",
            "anghenion",
            "anghenion mynediad",
        ]
    ),
    "reach_by": frozenset(
        [
            "best way to contact",
            "best way to reach",
            "contact preference",
            "preferred contact",
            "how to contact",
            "contact by",
            "preferred contact method",
            "preferred method of contact",
            "contact method",
            "how to reach",
            "reach by",
            "prefers",
        ]
    ),
    "language": frozenset(["language", "preferred language", "language preference", "iaith", "dewis iaith"]),
}

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"[+(]?[\d\s().+-]{9,20}")
NAME = re.compile(r"[^\W\d_][\w.'’-]*(\s+[^\W\d_][\w.'’-]*)+")


def tidy(heading: str) -> str:
    """A heading in small letters, with signs as spaces: "E-mail address:" is "e mail address"."""
    return " ".join(re.sub(r"[\W_]+", " ", heading[:100].casefold()).split())


def field_of(heading: str) -> str:
    """The field that a heading names, or ""."""
    words = tidy(heading)
    return next((field for field, names in HEADINGS.items() if words in names), "")


def heading_score(row: Sequence[str]) -> int:
    """How much a row looks like headings: how many different fields it names."""
    return len({field for cell in row if (field := field_of(cell))})


def guess_heading(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row that has the headings, counted from 1; 0 where none does."""
    best = max(range(len(rows[:20])), key=lambda place: heading_score(rows[place]), default=0)
    return best + 1 if rows and heading_score(rows[best]) else 0


def guess_columns(rows: Sequence[Sequence[str]], heading: int) -> dict[str, int]:
    """The column of each field that is found, counted from 0. Each column means one field at most."""
    found: dict[str, int] = {}
    names = rows[heading - 1] if heading else []
    for column, cell in enumerate(names):
        found.setdefault(field_of(cell), column)
    found.pop("", None)
    for field, pattern in (("email", EMAIL), ("phone", PHONE), ("name", NAME)):
        if field not in found:
            place = looks_like(pattern, rows[heading:], taken=set(found.values()))
            if place is not None:
                found[field] = place
    return found


def looks_like(pattern: re.Pattern[str], rows: Sequence[Sequence[str]], *, taken: set[int]) -> int | None:
    """The first free column in which most cells have this form."""
    sample = [row for row in rows[:200] if row]
    for column in range(max(map(len, sample), default=0)):
        cells = [cell.strip() for row in sample for cell in row[column : column + 1] if cell.strip()]
        fitting = sum(bool(pattern.fullmatch(cell[:200])) for cell in cells)
        if column not in taken and cells and fitting * 2 > len(cells):
            return column
    return None
