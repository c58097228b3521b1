"""An empty list to fill in, which the reader knows by heart."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from views.texts import Texts, load_texts

ROWS_TO_FILL = 1_000
DATE_FORMAT = "dd.mm.yyyy"
HEADING_FILL = PatternFill("solid", fgColor="DDE8F5")
GREY = Font(italic=True, color="808080")
NOTE_LINES = 2
HEADING_ROW = NOTE_LINES + 1


def template(locale: str) -> bytes:
    """Return an XLSX with a sheet for children and one for staff, each with an example that is never read."""
    texts = load_texts(locale)
    book = Workbook()
    book.remove(book.worksheets[0])
    _add_students(book, texts)
    _add_staff(book, texts)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add_students(book: Workbook, texts: Texts) -> None:
    sheet = book.create_sheet(texts("Students"))
    notes = (
        texts("One row for each child. The birth date tells namesakes apart: please fill it in."),
        texts("Other columns may be added; they are not read. The grey example is not read either."),
    )
    headings = (
        texts("Family name"),
        texts("Given name"),
        texts("Patronymic"),
        texts("Class"),
        texts("Birth date"),
        texts("Note"),
    )
    example = (
        texts("Ivanov"),
        texts("Pyotr"),
        texts("Sergeevich"),
        texts("7B"),
        "01.05.2013",
        texts("Example"),
    )
    _fill(sheet, notes, headings, example, widths=(22, 18, 22, 10, 16, 24))
    for row in range(HEADING_ROW + 1, ROWS_TO_FILL):
        sheet.cell(row, 5).number_format = DATE_FORMAT


def _add_staff(book: Workbook, texts: Texts) -> None:
    sheet = book.create_sheet(texts("Staff"))
    notes = (
        texts("Teachers and the office. Subjects and classes are separated by commas."),
        texts("The position tells who works in the office: head, deputy, secretary. All others teach."),
    )
    headings = (
        texts("Family name"),
        texts("Given name"),
        texts("Patronymic"),
        texts("Position"),
        texts("Subjects"),
        texts("Class teacher of"),
        texts("Note"),
    )
    example = (
        texts("Smirnova"),
        texts("Anna"),
        texts("Viktorovna"),
        texts("teacher"),
        texts("Algebra, Geometry"),
        texts("7B"),
        texts("Example"),
    )
    _fill(sheet, notes, headings, example, widths=(22, 18, 22, 22, 32, 24, 24))


def _fill(
    sheet: Worksheet,
    notes: Sequence[str],
    headings: Sequence[str],
    example: Sequence[str],
    *,
    widths: Sequence[int],
) -> None:
    for note in notes:
        sheet.append([note])
    sheet.append(list(headings))
    sheet.append(list(example))
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        heading = sheet.cell(HEADING_ROW, number)
        heading.font = Font(bold=True)
        heading.fill = HEADING_FILL
        sheet.cell(HEADING_ROW + 1, number).font = GREY
    for row in range(1, HEADING_ROW):
        sheet.cell(row, 1).font = GREY
        sheet.cell(row, 1).alignment = Alignment(wrap_text=False)
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 1)
