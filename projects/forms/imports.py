from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from projects.models import PartnerGroup, PartnerImport
from projects.spreadsheet.columns import FIELDS
from projects.spreadsheet.groups import LEAVE_OUT
from projects.spreadsheet.plan import visible
from projects.spreadsheet.reading import HEAD, MOST_BYTES

NOT_THERE = ""
EXAMPLE = 40  # characters of a cell that a choice quotes


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Choose your spreadsheet"),
        help_text=_("A .csv or .xlsx file of at most 5 MB, with one person in each row."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose the file that has the people in it."),
        },
    )

    def __init__(self, *args: Any, too_much: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if too_much:
            self.fields["file"].error_messages["required"] = _(
                "This file is far too large. Keep only the rows and columns that are needed: 5 MB at most."
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file has %(size)s. Keep only the rows and columns that are needed: 5 MB at most.")
                % {"size": filesizeformat(file.size)}
            )
        return file


class ColumnsForm(forms.Form):
    """Which row has the headings, and which column is what."""

    hide_optional = True

    heading = forms.TypedChoiceField(label=_("Which row has the headings?"), coerce=int)

    def __init__(self, *args: Any, table: PartnerImport, **options: Any) -> None:
        first = {"heading": table.heading, **{name: str(place) for name, place in table.columns.items()}}
        super().__init__(*args, **{"initial": first, **options})
        self.table = table
        self.fields["heading"].choices = headings(table)  # type: ignore[attr-defined]
        columns = columns_of(table)
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(label=str(label), choices=columns, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.heading_changed or self.errors:
            return given
        if not given.get("name") and not given.get("surname"):
            self.add_error("name", _("Choose the column that has people’s names."))
        taken: dict[str, str] = {}
        for name in FIELDS:
            column = given.get(name) or NOT_THERE
            if column and column in taken:
                self.add_error(name, _("You chose this column twice. Each column can be one thing only."))
            taken[column] = name
        return given

    @property
    def heading_changed(self) -> bool:
        return bool(self.cleaned_data.get("heading", self.table.heading) != self.table.heading)

    def columns(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data[name] != NOT_THERE}


def headings(table: PartnerImport) -> list[tuple[int, str]]:
    words = _("Row %(number)s: %(cells)s")
    return [
        (0, str(_("No row: the first one is a person already"))),
        *(
            (number, words % {"number": number, "cells": quoted(" · ".join(filter(None, row)), 80)})
            for number, row in enumerate(table.rows[:HEAD], start=1)
            if row
        ),
    ]


def columns_of(table: PartnerImport) -> list[tuple[str, str]]:
    """Each column by its letter, its heading and what stands in it first."""
    sample = table.rows[table.heading : table.heading + 20]
    names = table.rows[table.heading - 1] if table.heading else []
    choices = [(NOT_THERE, str(_("Not in this file")))]
    for place in range(max(map(len, [names, *sample]), default=0)):
        heading = quoted(names[place]) if place < len(names) else ""
        example = next((quoted(row[place]) for row in sample if place < len(row) and row[place].strip()), "")
        words = " ".join(filter(None, [heading, f"({example})" if example else ""]))
        choices.append((str(place), f"{letter(place)}: {words}"))
    return choices


def letter(place: int) -> str:
    """A column's letter, as spreadsheet programs show it: A to Z, AA, AB …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def quoted(cell: str, most: int = EXAMPLE) -> str:
    words = " ".join(visible(cell).split())
    return words if len(words) <= most else words[: most - 1] + "…"


class GroupsForm(forms.Form):
    """What each word in the group column means."""

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, tuple[str, int]],
        chosen: Mapping[str, str],
        groups: list[PartnerGroup],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.words = list(words)
        known = [*((group.key, group.name) for group in groups), (LEAVE_OUT, str(_("Leave these rows out")))]
        for number, (word, (written, count)) in enumerate(words.items()):
            guess = chosen.get(word, "")
            self.fields[f"group_{number}"] = forms.ChoiceField(
                label=label_of(written, count, alone=len(words) == 1),
                choices=known if guess else [("", str(_("Choose a group"))), *known],
                initial=guess,
                error_messages={"required": missing_group(written)},
            )

    def groups(self) -> dict[str, str]:
        return {word: self.cleaned_data[f"group_{number}"] for number, word in enumerate(self.words)}


def missing_group(written: str) -> str:
    if not written:
        return gettext("Choose a group for the rows that have none.")
    return gettext("Choose a group for “%(word)s”.") % {"word": quoted(written)}


def label_of(written: str, count: int, *, alone: bool) -> str:
    if not written and alone:
        return gettext("Which group are these people in?")
    facts = {"word": quoted(written), "count": count}
    if written:
        return ngettext("“%(word)s” in %(count)s row", "“%(word)s” in %(count)s rows", count) % facts
    return ngettext("No group written in %(count)s row", "No group written in %(count)s rows", count) % facts


class CommitForm(forms.Form):
    NOW, LATER = "now", "later"

    invite = forms.ChoiceField(
        label=_("When shall we invite them?"),
        choices=[
            (NOW, _("Now: each gets an invitation in the way that suits them")),
            (LATER, _("Later: I send the invitations from the People page")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when to invite them.")},
    )

    @property
    def invites_now(self) -> bool:
        return bool(self.cleaned_data["invite"] == self.NOW)
