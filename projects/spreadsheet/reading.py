"""From the bytes of a file to rows of text. What it holds counts, unless its name says that it is something else."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import charset_normalizer
import openpyxl
from django.utils.translation import gettext as _

from participants.refusals import Refused
from projects.spreadsheet.columns import heading_score

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000  # with something in them
MOST_LINES = 20_000  # rows at all: some files have a million empty ones
MOST_COLUMNS = 60
LONGEST_CELL = 1000  # characters that are kept; every limit further on is lower, so it is still found too long
MOST_UNPACKED = 60 * 1024 * 1024  # bytes inside an .xlsx, which is packed
MOST_PARTS = 500  # files inside an .xlsx
HEAD = 20  # rows in which headings are looked for
# What a file's name ends in where it holds no list of people, or one that we can't read.
OTHER_KINDS = re.compile(
    r"pdf|docx?|odt|ods|numbers|pages|rtf|pptx?|odp|html?|eml|msg|zip"
    r"|jpe?g|png|gif|heic|webp|bmp|tiff?|svg|mp3|m4a|wav|mp4|mov"
)
LOST = "\ufffd"  # stands where a character can't be read

csv.field_size_limit(MOST_BYTES)  # a cell can't be longer than its file: nothing in a file we take breaks the reader


@dataclass(frozen=True)
class Sheet:
    """Rows as they stand in the file, from its first row on: row 1 is `rows[0]`. `others` are sheets left unread."""

    rows: list[list[str]]
    name: str = ""
    others: tuple[str, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """The sheet in a .csv or .xlsx file. Raises Refused with a sentence for the person who chose it."""
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is larger than 5 MB. Keep only the rows and columns that are needed."))
    if data.startswith(b"PK\x03\x04"):
        sheet = read_workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("This is an older Excel file, or one with a password. Save it as .xlsx or .csv and choose that.")
        )
    else:
        sheet = Sheet(limited(read_csv(text_of(data))))
    if not any(sheet.rows):
        raise Refused(_("This file is empty. Choose the file that has the people in it."))
    return sheet


def refuse_other_kinds(file_name: str) -> None:
    """Refuse what says by its name that it is a letter, a picture or the like, whatever it holds."""
    _name, _dot, kind = file_name.lower().strip().rpartition(".")
    if OTHER_KINDS.fullmatch(kind):
        raise Refused(
            _("This is a .%(kind)s file. We read .csv and .xlsx files: open your list, save it as one of these, "
              "and choose that.") % {"kind": kind}
        )  # fmt: skip


def text_of(data: bytes) -> str:
    """The text of a file in whatever encoding its program used. Raises Refused where it is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := wide_encoding(data[:4096]):
        return data.decode(wide, errors="replace")
    strange = sum(data[:65536].count(sign) for sign in (*range(9), *range(14, 32)))
    if strange > max(4, len(data[:65536]) // 50):
        raise Refused(_("This is not a spreadsheet that we can read. Save it as .csv or .xlsx and choose that."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        found = charset_normalizer.from_bytes(data[:200_000], cp_isolation=["cp1252", "cp1250", "mac_roman"]).best()
        return data.decode(found.encoding if found else "cp1252", errors="replace")


def wide_encoding(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is 0."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > pairs * 0.7:
        return "utf-16-le"
    if pairs and start[0::2].count(0) > pairs * 0.7:
        return "utf-16-be"
    return ""


def read_csv(text: str) -> Iterator[list[str]]:
    first, _line, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == len("sep=;"):  # what Excel writes above a list
        yield []
        yield from csv.reader(io.StringIO(rest, newline=""), delimiter=said[-1])
    else:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))


def delimiter_of(text: str) -> str:
    """The sign between cells: the one by which most of the first rows are equally wide."""

    def evenness(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:65536], newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row, _number in zip(reader, range(30), strict=False) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(",;\t|", key=evenness)


def read_workbook(data: bytes) -> Sheet:
    try:
        check_parts(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheets = book.worksheets[:20]
        best = max(sheets, key=lambda sheet: head_score(lines(sheet, HEAD)))
        others = tuple(sheet.title for sheet in book.worksheets if sheet is not best)
        return Sheet(limited(lines(best, MOST_LINES)), name=str(best.title)[:100], others=others)
    except Refused:
        raise
    except Exception as error:
        raise Refused(
            _("We can’t open this Excel file: it may be damaged. Save it as .csv and choose that.")
        ) from error


def check_parts(data: bytes) -> None:
    """Refuse what would unpack to far more than any list of people; a part never unpacks to more than it declares."""
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("This Excel file is too large inside. Save only the list of people as .csv and choose that."))


def lines(sheet: "openpyxl.worksheet._read_only.ReadOnlyWorksheet", most: int) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1, values_only=True):
        yield [as_text(value) for value in row]


def head_score(rows: Iterable[list[str]]) -> int:
    return max((heading_score(row) for row in rows), default=0)


def as_text(value: object) -> str:
    """A cell as it reads. A number without decimals has none; a formula is its own text and is never worked out."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def limited(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows without empty ends, cut to what we take. Raises Refused where there are more."""
    kept: list[list[str]] = []
    full = 0
    for number, row in enumerate(rows):
        if number >= MOST_LINES:
            break
        cells = trimmed([tame(cell) for cell in row[: MOST_COLUMNS + 1]])
        full += bool(cells)
        if full > MOST_ROWS + HEAD:
            raise Refused(_("This file has more than 5,000 rows. Split it, and bring in one part after the other."))
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def tame(cell: str) -> str:
    """A cell that a database can hold: no end-of-text signs, no halves of characters, not without end."""
    return "".join(LOST if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in cell[:LONGEST_CELL])
