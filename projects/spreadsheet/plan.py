"""What would become of each row of a spreadsheet. The preview shows it; the import does exactly it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from participants.models import AccessNeedKind, Language, Person, ReachBy
from participants.phones import in_words, to_e164
from participants.refusals import Refused
from projects.models import Membership, PartnerGroup, PartnerImport, Project
from projects.spreadsheet.columns import FIELDS
from projects.spreadsheet.groups import LEAVE_OUT, word_of
from projects.spreadsheet.needs import language_of, needs_in, reach_of
from projects.spreadsheet.reading import LOST

LONGEST = {"name": 200, "surname": 200, "email": 254, "address": 500, "needs": 300}  # characters
SHOWN = 60  # characters of a cell that a remark quotes


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    HERE = "here"
    SAME = "same"
    PAST = "past"
    LEFT_OUT = "left_out"
    PROBLEM = "problem"


JOINING = (Fate.NEW, Fate.KNOWN)


@dataclass(frozen=True)
class Remark:
    """Something to know about one cell: which column, what stands there, and what we make of it."""

    column: str
    cell: str
    sentence: str


@dataclass
class Row:
    """One row and what becomes of it. `problems` keep it out; `notes` don't."""

    number: int
    cells: dict[str, str]
    fate: Fate = Fate.NEW
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    group: PartnerGroup | None = None
    reach_by: ReachBy = ReachBy.POST
    language: Language = Language.ENGLISH
    needs: tuple[tuple[AccessNeedKind, str], ...] = ()
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def problem(self, column: str, sentence: str, cell: str | None = None) -> None:
        self.problems.append(self.remark(column, sentence, cell))

    def note(self, column: str, sentence: str, cell: str | None = None) -> None:
        self.notes.append(self.remark(column, sentence, cell))

    def remark(self, column: str, sentence: str, cell: str | None) -> Remark:
        shown = visible(self.cells.get(column, "") if cell is None else cell)
        return Remark(
            str(FIELDS.get(column, _("The row"))), shown[:SHOWN] + ("…" if len(shown) > SHOWN else ""), sentence
        )

    @property
    def by_post(self) -> bool:
        return self.reach_by == ReachBy.POST

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it. What we put right in a row that changes nothing is no matter."""
        return bool(self.problems or self.notes) and self.fate not in (Fate.HERE, Fate.LEFT_OUT)


@dataclass(frozen=True)
class Plan:
    rows: list[Row]
    empty: int

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows have each fate; of those that join, how many by "post", by "call", and with a note."""
        counts = Counter(row.fate.value for row in self.rows)
        counts["post"] = sum(row.by_post for row in self.joining)
        counts["call"] = sum(row.reach_by == ReachBy.PHONE for row in self.joining)
        counts["noted"] = sum(bool(row.notes) for row in self.joining)
        counts["joining"] = len(self.joining)
        return counts

    @cached_property
    def joining(self) -> list[Row]:
        return [row for row in self.rows if row.fate in JOINING]


@dataclass(frozen=True)
class Member:
    """Somebody who is or was in the project, by the details that the facilitator may see."""

    email: str
    name: str
    phone: str
    current: bool


class Present:
    """Who is in the project already, found by email, by phone and name, or by name alone. Two queries."""

    def __init__(self, project: Project, by: Person) -> None:
        members = Membership.objects.filter(project=project).select_related("person")
        self.members = [
            Member((each.person.email or "").lower(), each.shown_name.casefold(), each.shown_phone, not each.left_at)
            for each in members
        ]
        self.by_email = newest((each.email, each) for each in self.members if each.email)
        self.by_phone = newest(((each.phone, each.name), each) for each in self.members if each.phone)
        self.by_name = newest((each.name, each) for each in self.members)
        self.elsewhere = {
            email
            for email in Membership.objects.partners()
            .filter(
                project__organisation=project.organisation_id,
                project__memberships__person=by,
                project__memberships__role=Membership.Role.FACILITATOR,
                project__memberships__left_at=None,
            )
            .exclude(project=project)
            .values_list(Lower("person__email"), flat=True)
            if email
        }

    def find(self, row: Row) -> Member | None:
        """The same person as this row: by email; by phone and name, unless both have an email; or by a bare name."""
        name = row.name.casefold()
        if row.email and row.email in self.by_email:
            return self.by_email[row.email]
        if row.phone:
            found = self.by_phone.get((row.phone, name))
            return found if found and not (found.email and row.email) else None
        return None if row.email else self.by_name.get(name)


def newest[Key](pairs: Iterable[tuple[Key, Member]]) -> dict[Key, Member]:
    """The last member for each key; one who is here now goes before one who left."""
    found: dict[Key, Member] = {}
    for key, member in pairs:
        if member.current or key not in found:
            found[key] = member
    return found


def plan_of(table: PartnerImport, *, by: Person) -> Plan:
    """What becomes of each row of the file, as `by` may know it. Three queries."""
    groups = {group.key: group for group in table.project.groups.all()}
    rows = [row for row in rows_of(table) if any(cell.strip() for cell in row.cells.values())]
    for row in rows:
        fill(row, groups, table)
    settle(rows, Present(table.project, by))
    lines = len(table.rows) - table.heading
    return Plan(rows, empty=lines - len(rows))


def rows_of(table: PartnerImport) -> Iterator[Row]:
    """The rows below the headings, each with the cells of the columns that mean something."""
    width = len(table.rows[table.heading - 1]) if table.heading else 0
    for number, cells in enumerate(table.rows[table.heading :], start=table.heading + 1):
        named = {name: cells[place] if place < len(cells) else "" for name, place in table.columns.items()}
        row = Row(number, named)
        extra = [visible(cell) for cell in cells[width:] if cell.strip()] if width else []
        if extra:
            row.cells[""] = ", ".join(extra)
            row.problem(
                "", _("This row has more cells than there are headings. Something may stand in the wrong column.")
            )
        yield row


def fill(row: Row, groups: Mapping[str, PartnerGroup], table: PartnerImport) -> None:
    """Read the cells. What can't be right becomes a problem, what we put right a note."""
    check_lengths(row)
    read_name(row)
    read_email(row)
    read_phone(row)
    row.address = tidy_lines(row.cells.get("address", ""))[: LONGEST["address"]]
    row.needs = needs_in(tidy_lines(row.cells.get("needs", ""))[: LONGEST["needs"]])
    row.language = language_of(row.cells.get("language", ""))
    row.reach_by = reach_of(clean(row.cells.get("reach_by", "")), email=row.email, phone=row.phone)
    read_group(row, groups, table.groups)
    if not row.email and not row.phone and not row.problems:
        row.note("email", no_way(row.address))


def no_way(address: str) -> str:
    if address:
        return _("No email and no phone number: this person goes on the post list.")
    return _("No email and no phone number: this person goes on the post list. Please find out their address.")


def check_lengths(row: Row) -> None:
    for column, most in LONGEST.items():
        if len(row.cells.get(column, "").strip()) > most:
            row.problem(column, _("This is too long: %(most)s characters at most.") % {"most": most})


def read_name(row: Row) -> None:
    written = " ".join(part for part in (row.cells.get("name", ""), row.cells.get("surname", "")) if part.strip())
    row.name = clean(written)[: LONGEST["name"]]
    if not row.name:
        row.problem("name", _("The name is missing."))
    elif row.name[0] in "=@" or (row.name[0] in "+-" and len(row.name) > 1):
        row.problem("name", _("This looks like a formula and not like a name."), written)
    elif any(sign in row.name for sign in "<>{}|\\") or not any(sign.isalpha() for sign in row.name):
        row.problem("name", _("This doesn’t look like a name."), written)
    elif "?" in row.name:
        row.note("name", _("A letter may have been lost when the file was saved. We keep it as it is."), written)
    if hidden(written):
        row.note("name", _("We took out signs that can’t be seen or read."), written)


def read_email(row: Row) -> None:
    written = row.cells.get("email", "").strip()
    if not written or len(written) > LONGEST["email"]:
        return
    email = written.removeprefix("mailto:").lower()
    try:
        validate_email(email if email.isascii() else "")
    except ValidationError:
        row.problem("email", _("This is not an email address."))
    else:
        row.email = email


def read_phone(row: Row) -> None:
    written = row.cells.get("phone", "").strip()
    try:
        row.phone, note = to_e164(written[:100])
    except Refused:
        if row.email:
            row.note("phone", _("This is not a phone number, so we leave it empty."))
        else:
            row.problem("phone", _("This is not a phone number, and there is no email address."))
        return
    if note:
        row.note("phone", _("%(note)s It is now %(number)s.") % {"note": note, "number": in_words(row.phone)})


def read_group(row: Row, groups: Mapping[str, PartnerGroup], chosen: Mapping[str, str]) -> None:
    key = chosen.get(word_of(row.cells.get("group", "")), "")
    row.group = groups.get(key)
    if key == LEAVE_OUT:
        row.fate = Fate.LEFT_OUT
    elif row.group is None:
        row.problem("group", _("We don’t know which group this is."))


def settle(rows: Sequence[Row], present: Present) -> None:
    """Decide each row's fate in the order of the file: of rows that are the same person, the first one counts."""
    seen: dict[object, Row] = {}
    for row in rows:
        if row.fate == Fate.LEFT_OUT:
            continue
        if row.problems:
            row.fate = Fate.PROBLEM
            continue
        row.fate = fate_of(row, seen, present)
        for key in keys_of(row):
            seen.setdefault(key, row)


def fate_of(row: Row, seen: Mapping[object, Row], present: Present) -> Fate:
    earlier = next((seen[key] for key in keys_of(row) if key in seen), None)
    if earlier is not None and earlier.name.casefold() == row.name.casefold():
        row.note("name", _("The same person as in row %(row)s.") % {"row": earlier.number})
        return Fate.SAME
    if earlier is not None:
        row.problem("email", same_address(row, earlier))
        return Fate.PROBLEM
    member = present.find(row)
    if member is not None:
        return Fate.HERE if member.current else Fate.PAST
    return Fate.KNOWN if row.email in present.elsewhere else Fate.NEW


def keys_of(row: Row) -> list[object]:
    """What tells this person from others in the file: the email; without one, the name with the phone or alone."""
    return [row.email] if row.email else [(row.phone, row.name.casefold())]


def same_address(row: Row, earlier: Row) -> str:
    facts = {"row": earlier.number, "name": earlier.name}
    if row.cells["email"].strip() == earlier.cells["email"].strip():
        return _("Row %(row)s, %(name)s, has it too. An address belongs to one person only.") % facts
    return (
        _("Row %(row)s, %(name)s, has the same address in other capitals. An address belongs to one person only.")
        % facts
    )


def hidden(text: str) -> bool:
    """Whether signs stand in it that people can't see, or that turn the writing around."""
    return any(is_hidden(sign) for sign in text)


def is_hidden(sign: str) -> bool:
    return sign == LOST or (unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn") and sign not in "\n\r\t\u200c\u200d")


def clean(text: str) -> str:
    """One line without hidden signs, with single spaces."""
    return " ".join("".join(sign for sign in text if not is_hidden(sign)).split())


def tidy_lines(text: str) -> str:
    lines = [clean(line) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """A cell as a remark quotes it: what can't be seen becomes a sign that can."""
    return "".join("·" if is_hidden(sign) or sign in "\r\n\t" else sign for sign in text[: SHOWN * 2]).strip()
