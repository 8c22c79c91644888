import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participants.refusals import Refused
from projects.spreadsheet import reading
from projects.spreadsheet.columns import guess_columns, guess_heading
from projects.spreadsheet.reading import LOST, read_sheet

PEOPLE = "Name;E-mail\nSeán Ó Sé;sean@example.org\nZoë Price;zoe@example.org\n"
ROWS = [["Name", "E-mail"], ["Seán Ó Sé", "sean@example.org"], ["Zoë Price", "zoe@example.org"]]


def workbook(*rows: list[object], title: str = "People", more: dict[str, list[list[object]]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheets = {title: list(rows), **(more or {})}
    book.remove(book.worksheets[0])
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_that_office_programs_write_is_read(encoding: str) -> None:
    assert read_sheet(PEOPLE.encode(encoding)).rows == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(delimiter: str) -> None:
    text = f'Name{delimiter}Address\nNell{delimiter}"3, Castle Hill; Northdale"\nOwen{delimiter}5 Mill Road\n'
    assert [len(row) for row in read_sheet(text.encode()).rows] == [2, 2, 2]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(ending: str) -> None:
    assert read_sheet(PEOPLE.replace("\n", ending).encode()).rows == ROWS


def test_the_line_that_excel_writes_above_a_list_names_its_sign() -> None:
    assert read_sheet(b"sep=;\r\nName;Role\r\nNell;a,b\r\n").rows == [[], ["Name", "Role"], ["Nell", "a,b"]]


def test_what_the_file_holds_counts_and_not_its_name() -> None:
    assert read_sheet(workbook(["Name"], ["Nell"])).rows == [["Name"], ["Nell"]]


def test_the_sheet_with_the_headings_is_read_and_the_others_are_named() -> None:
    data = workbook(
        ["ring after two"], title="Notes", more={"List": [["About"], [None], ["Name", "Mobile"], ["Nell", 7700900301]]}
    )
    sheet = read_sheet(data)
    assert (sheet.name, sheet.others) == ("List", ("Notes",))
    assert sheet.rows[3] == ["Nell", "7700900301"]
    assert guess_heading(sheet.rows) == 3


def test_a_formula_is_its_own_text() -> None:
    assert read_sheet(workbook(["Name"], ["=1+1"])).rows[1] == ["=1+1"]


def test_signs_that_no_database_can_hold_are_marked() -> None:
    assert read_sheet(b"Name,Role\nNu\0l,x\n").rows[1] == [f"Nu{LOST}l", "x"]


def test_a_huge_cell_is_cut() -> None:
    assert len(read_sheet(b"Name,Role\n" + b"N" * 300_000 + b",x\n").rows[1][0]) == reading.LONGEST_CELL


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n,,,\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Excel file, or one with a password"),
        (b"PK\x03\x04 and then nothing", "may be damaged"),
        (b"%PDF-1.7\n" + bytes(range(32)) * 20, "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "not a spreadsheet"),
        (b"x" * (reading.MOST_BYTES + 1), "larger than 5 MB"),
        (b"Name,Email\n" + b"Nell,n@example.org\n" * 5100, "more than 5,000 rows"),
    ],
)
def test_what_is_no_list_of_people_says_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_sheet(data)


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.MOST_UNPACKED + 1))
    assert len(file.getvalue()) < 200_000
    with pytest.raises(Refused, match="too large inside"):
        read_sheet(file.getvalue())


def test_a_row_at_the_far_end_of_a_sheet_is_not_waited_for() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Name"
    sheet["A1048576"] = "Nell"
    file = io.BytesIO()
    book.save(file)
    assert read_sheet(file.getvalue()).rows == [["Name"]]


def test_columns_are_known_by_their_headings_in_english_and_welsh() -> None:
    rows = [
        ["Enw", "Cyfeiriad e-bost", "E-bost", "Rhif ffôn", "Grŵp"],
        ["Carys", "", "c@example.org", "07700 900301", "Gofalwr"],
    ]
    assert guess_columns(rows, 1) == {"name": 0, "email": 2, "phone": 3, "group": 4}


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    rows = [["n@example.org", "Nell Price", "07700 900301"], ["o@example.org", "Owen Reed", "07700 900302"]]
    heading = guess_heading(rows)
    assert heading == 0
    assert guess_columns(rows, heading) == {"email": 0, "name": 1, "phone": 2}


@given(st.binary(max_size=3000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_rows_or_a_sentence(data: bytes) -> None:
    check(data)


@given(st.text(max_size=3000), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
@settings(max_examples=200, deadline=None)
def test_any_text_is_rows_or_a_sentence(text: str, encoding: str) -> None:
    check(text.encode(encoding, errors="surrogatepass" if encoding.startswith("utf") else "replace"))


@given(st.binary(max_size=400), st.integers(0, 4000))
@settings(max_examples=100, deadline=None)
def test_any_damage_to_a_workbook_is_rows_or_a_sentence(damage: bytes, at: int) -> None:
    whole = workbook(["Name", "Mobile"], ["Nell", 7700900301])
    check(whole[:at] + damage + whole[at + len(damage) :])


def check(data: bytes) -> None:
    try:
        sheet = read_sheet(data)
    except Refused:
        return
    assert any(sheet.rows)
    for row in sheet.rows:
        assert all("\0" not in cell and len(cell) <= reading.LONGEST_CELL for cell in row)
    guess_columns(sheet.rows, guess_heading(sheet.rows))
