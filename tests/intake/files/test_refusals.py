"""Files that are refused whole, in little time and memory."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files import limits
from intake.files.sheet_reader import read_workbook
from intake.files.spreadsheets import LIMITS
from tests.intake.files.building import archive, ods, read, saved, text, xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PLAIN = [["ФИО", "Класс"], ["Иванов Пётр", "7Б"]]


def _refused(name: str, data: bytes) -> RosterFileError:
    with pytest.raises(RosterFileError) as caught:
        read(name, data)
    return caught.value


def _corner() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "ФИО", "x"
    return saved(book)


def _ole(*names: str) -> bytes:
    return OLE + b"\0" * 504 + b"".join(f"{name}\0".encode("utf-16-le") for name in names)


def _encrypted_zip() -> bytes:
    data = bytearray(xlsx({"1": PLAIN}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def _bomb() -> bytes:
    return archive({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b"0" * (61 << 20)})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", Refusal.EMPTY),
        ("a.csv", b" \r\n ", Refusal.EMPTY),
        ("a.csv", b"x" * (limits.MAX_BYTES + 1), Refusal.TOO_LARGE),
        ("a.pdf", b"%PDF-1.7 ...", Refusal.UNSUPPORTED),
        ("a.jpg", b"\xff\xd8\xff\xe0....", Refusal.UNSUPPORTED),
        ("a.docx", archive({"word/document.xml": "<w/>"}), Refusal.UNSUPPORTED),
        ("a.xlsx", archive({"word/document.xml": "<w/>"}), Refusal.UNSUPPORTED),
        ("a.doc", _ole("WordDocument"), Refusal.UNSUPPORTED),
        ("a.xls", _ole("WordDocument"), Refusal.UNSUPPORTED),
        ("a.exe", text(PLAIN), Refusal.UNSUPPORTED),
        ("a.xlsx", text(PLAIN), Refusal.WRONG_EXTENSION),
        ("a.csv", xlsx({"1": PLAIN}), Refusal.WRONG_EXTENSION),
        ("a.xls", "<html><table><tr><td>ФИО".encode(), Refusal.WEB_PAGE),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', Refusal.WEB_PAGE),
        ("a.xlsx", _ole("EncryptedPackage"), Refusal.ENCRYPTED),
        ("a.xlsx", _encrypted_zip(), Refusal.ENCRYPTED),
        ("a.ods", ods(PLAIN, manifest="<manifest:encryption-data/>"), Refusal.ENCRYPTED),
        ("a.xlsx", xlsx({"1": PLAIN})[:-200], Refusal.DAMAGED),
        ("a.xlsx", archive({"xl/workbook.xml": "<workbook"}), Refusal.DAMAGED),
        ("a.xls", _ole("Workbook"), Refusal.DAMAGED),
        ("a.xlsx", _bomb(), Refusal.TOO_DEMANDING),
        ("a.xlsx", archive({f"xl/{n}": "" for n in range(1_001)}), Refusal.TOO_DEMANDING),
        ("a.xlsx", _corner(), Refusal.TOO_DEMANDING),
        ("a.xlsx", xlsx({str(n): [] for n in range(101)}), Refusal.TOO_MANY_SHEETS),
        ("a.xlsx", xlsx({"1": [["x"] * 61]}), Refusal.TOO_MANY_COLUMNS),
        ("a.csv", text([["x"] * 61]), Refusal.TOO_MANY_COLUMNS),
        ("a.csv", text([["Иванов Пётр", "7Б"]] * 20_001), Refusal.TOO_MANY_ROWS),
        ("a.csv", b"\x00\x01\x02\x03\x04 not text", Refusal.UNKNOWN_ENCODING),
        ("a.csv", b"\xd0\x98\x98\xff;\x98", Refusal.UNKNOWN_ENCODING),
        ("a.csv", b'a;b\n"' + b"x" * 200_000, Refusal.DAMAGED),
        ("a.csv", text([["2 + 2", "= 4"], ["5", "6"]]), Refusal.NO_TABLE),
        ("a.xlsx", xlsx({"1": []}), Refusal.NO_TABLE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_list_is_refused(name: str, data: bytes, code: Refusal) -> None:
    started = time.monotonic()

    assert _refused(name, data).code is code
    assert time.monotonic() - started < 10


def test_the_refusal_says_what_the_limit_is() -> None:
    error = _refused("a.csv", b"x" * (limits.MAX_BYTES + 1))

    assert error.values == {"limit": str(5 << 20), "size": str((5 << 20) + 1)}
    assert _refused("a.docx", b"%PDF").values == {"extension": ".docx"}


def test_more_rows_than_a_school_has_children_are_refused() -> None:
    rows = [[f"Иванов Пётр {number * 7919 % 1_000_003}"] for number in range(20_001)]

    error = _refused("a.xlsx", xlsx({"1": rows}))

    assert (error.code, error.values["rows"]) == (Refusal.TOO_MANY_ROWS, "20000")


def test_a_sheet_of_a_million_rows_is_refused_unopened() -> None:
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = b"<worksheet><sheetData>" + row * 1_000_000 + b"</sheetData></worksheet>"

    assert _refused("a.xlsx", _with_sheet(xlsx({"1": PLAIN}), sheet)).code is Refusal.TOO_DEMANDING


def test_one_long_text_shown_a_million_times_is_refused() -> None:
    data = xlsx({"1": [["x" * 500] * 60] * 400})

    assert _refused("a.xlsx", data).code is Refusal.TOO_DEMANDING


def test_entities_that_multiply_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    sheet = b'<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'

    assert _refused("a.xlsx", _with_sheet(xlsx({"1": PLAIN}), bomb + sheet)).code in Refusal


def test_a_file_that_lies_about_its_size_ends_its_reader_only() -> None:
    data = bytearray(_with_sheet(xlsx({"1": PLAIN}), b"0" * (50 << 20)))
    honest = (50 << 20).to_bytes(4, "little")

    assert _refused("a.xlsx", bytes(data.replace(honest, b"\x10\0\0\0"))).code in Refusal


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READER_SECONDS", -5)

    assert _refused("a.xlsx", xlsx({"1": PLAIN})).code is Refusal.TOO_DEMANDING


def test_only_the_values_of_formulas_are_read() -> None:
    data = xlsx({"1": [["ФИО", "Класс"], ["Иванов Пётр", '=CONCATENATE("7","Б")']]})

    assert [row.reason.code for row in read("a.xlsx", data).rejected] == ["class_missing"]


def test_the_reader_answers_in_plain_values() -> None:
    data = xlsx({"Лист": [["Имя", 7, 7.5, True, None, "x" * 600], [], [None, None, "b"]]})

    answer = read_workbook(data, LIMITS)

    assert answer == {
        "sheets": [{"name": "Лист", "rows": [(1, ["Имя", 7, 7.5, None, "", "x" * 501]), (3, ["", "", "b"])]}]
    }


def test_the_reader_gives_its_refusals_names() -> None:
    assert read_workbook(b"PK\x03\x04", LIMITS) == {"refusal": "damaged"}
    assert read_workbook(xlsx({"1": PLAIN}), LIMITS | {"rows": 1}) == {"refusal": "too_many_rows"}
    assert read_workbook(xlsx({"1": PLAIN}), LIMITS | {"columns": 1}) == {"refusal": "too_many_columns"}
    assert read_workbook(xlsx({"1": PLAIN}), LIMITS | {"characters": 1}) == {"refusal": "too_demanding"}
    assert read_workbook(xlsx({"1": [], "2": []}), LIMITS | {"sheets": 1}) == {"refusal": "too_many_sheets"}


def _with_sheet(data: bytes, sheet: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return file.getvalue()
