"""What rows of students and of staff have in common."""

import re

from diary.models.found_roster import Doubt, Place, Rejected, Rejection
from diary.models.people import Name
from diary.rules.alphabets import fold
from intake.files.candidates import Doubts, reason
from intake.files.columns import Column
from intake.files.marginalia import is_marginal
from intake.files.names import ReadName, read_full_name, read_name_columns
from intake.files.sheets import Row, is_too_long, looks_like_formula, text_of
from intake.files.tables import Table

LONGEST_ID = 128
LONGEST_SHOWN = 60
NAME_PARTS = (Column.FAMILY_NAME, Column.GIVEN_NAME, Column.PATRONYMIC)
EXAMPLES = re.compile(r"(?:пример|example)\b")


class RowRejectedError(Exception):
    """The row cannot be taken."""

    def __init__(self, code: Rejection, value: str = "", name: Name | None = None, **values: str) -> None:
        super().__init__(code.value)
        self._code = code
        self._values = {"value": shown(value), **values} if value else values
        self._name = name

    def at(self, place: Place) -> Rejected:
        return Rejected(place=place, reason=reason(self._code, **self._values), name=self._name)


def shown(text: str) -> str:
    """Return as much of a cell as helps to find it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def text_in(table: Table, row: Row, column: Column) -> str:
    return text_of(table.cell(row, column))


def is_about_nobody(table: Table, row: Row) -> bool:
    """Whether it is a total, signature, example or repeated heading, or has nothing that asks for a name."""
    says_more = any(
        table.cell(row, column) is not None for column in (Column.BIRTH_DATE, Column.ID, Column.POSITION)
    )
    name = _name_text(table, row)
    if not name:
        return not says_more
    note = fold(text_in(table, row, Column.NOTE))
    if EXAMPLES.match(note) or table.is_heading(row):
        return True
    signed = not table.of_staff and is_marginal(text_of(row.filled()[0]))
    return not says_more and (signed or is_marginal(name))


def refuse_long_cells(table: Table, row: Row) -> None:
    for column in table.columns:
        if column not in (Column.NOTE, Column.IGNORED) and is_too_long(table.cell(row, column)):
            raise RowRejectedError(Rejection.TEXT_TOO_LONG, text_in(table, row, column))


def read_name(table: Table, row: Row, doubts: Doubts) -> Name:
    text = _name_text(table, row)
    if not text:
        raise RowRejectedError(Rejection.NAME_MISSING)
    read = _read_name(table, row)
    if isinstance(read, Rejection):
        raise RowRejectedError(read, text)
    for doubt in read.doubts:
        doubts.add(doubt, value=shown(text))
    return read.name


def _read_name(table: Table, row: Row) -> ReadName | Rejection:
    if Column.FAMILY_NAME in table.columns:
        return read_name_columns(*(text_in(table, row, column) for column in NAME_PARTS))
    return read_full_name(_name_text(table, row))


def _name_text(table: Table, row: Row) -> str:
    whole = () if Column.FAMILY_NAME in table.columns else (Column.FULL_NAME,)
    return " ".join(filter(None, (text_in(table, row, column) for column in (*whole, *NAME_PARTS))))


def read_id(table: Table, row: Row, doubts: Doubts) -> str:
    text = text_in(table, row, Column.ID)
    if len(text) > LONGEST_ID:
        raise RowRejectedError(Rejection.ID_TOO_LONG, text)
    if looks_like_formula(text):
        doubts.add(Doubt.FORMULA, value=shown(text))
        return ""
    return text
