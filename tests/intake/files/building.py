"""Files as secretaries have them, made on the spot."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from diary.models.found_roster import FoundStaff, FoundStudent, Preview
from diary.models.people import Name
from intake.files.reading import read_roster_file

TODAY = date(2026, 11, 24)
ODS_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
Rows = Sequence[Sequence[object]]


def xlsx(sheets: Mapping[str, Rows], *, arrange: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if arrange:
        arrange(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def ods(rows: Rows, *, manifest: str = "") -> bytes:
    """Return the least that LibreOffice's format needs."""
    cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    names = " ".join(f'xmlns:{name}="{ODS_NAMES}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>'
        f'<office:body><office:spreadsheet><table:table table:name="Список">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def _ods_cell(value: object) -> str:
    shown = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'


def archive(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def read(name: str, data: bytes) -> Preview:
    return read_roster_file(name, data, today=TODAY)


def read_rows(*rows: Sequence[object]) -> Preview:
    return read("список.csv", text(rows, delimiter=";"))


def line(student: FoundStudent) -> str:
    """Return a child as one short line."""
    born = f"{student.birth_date:%d.%m.%Y}" if student.birth_date else ""
    return " ".join(filter(None, (student.class_name, whole(student.name), born)))


def whole(name: Name) -> str:
    return " ".join(filter(None, (name.family_name, name.given_name, name.patronymic)))


def lines(preview: Preview) -> list[str]:
    return [line(student) for student in preview.students]


def staff_line(member: FoundStaff) -> str:
    roles = "+".join(sorted(member.roles))
    parts = (whole(member.name), roles, ", ".join(member.subjects), ", ".join(member.leads))
    return " | ".join(parts).rstrip(" |")


def doubts(preview: Preview) -> list[str]:
    return [f"{doubt.place.row}: {', '.join(r.code for r in doubt.reasons)}" for doubt in preview.doubtful]


def rejections(preview: Preview) -> list[str]:
    return [f"{row.place.row}: {row.reason.code}" for row in preview.rejected]
