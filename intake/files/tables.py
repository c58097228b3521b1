"""Where a sheet's table begins and what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.rules.alphabets import fold
from intake.files.classes import class_in_list_name, class_in_title
from intake.files.columns import (
    NAME_COLUMNS,
    STAFF_COLUMNS,
    Column,
    is_staff_sheet,
    meaning_of,
    speaks_of_staff,
)
from intake.files.guesses import guess_columns
from intake.files.one_cell import take_apart
from intake.files.sheets import Cell, Row, Sheet

HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    sheet: str
    of_staff: bool
    columns: Mapping[Column, int]
    rows: tuple[Row, ...]
    class_name: str = ""
    """The class that the sheet's name or a line above the table says."""

    def cell(self, row: Row, column: Column) -> Cell:
        index = self.columns.get(column)
        return None if index is None else row[index]

    def is_heading(self, row: Row) -> bool:
        """Whether the heading is repeated here, as on the pages of a printed list."""
        cells = [
            row[index] for column, index in self.columns.items() if column in NAME_COLUMNS | {Column.CLASS}
        ]
        return all(isinstance(cell, str) and meaning_of(cell) is not None for cell in cells)


def find_table(sheet: Sheet, *, file_name: str = "") -> Table | None:
    """Return the sheet's table, or None if it has no names in it.

    What the file is called says the class where nothing inside does.
    """
    position, columns = _find_header(sheet.rows)
    of_staff = is_staff_sheet(sheet.name)
    if columns:
        of_staff = _is_of_staff(sheet.rows[position], columns) or (
            of_staff and Column.BIRTH_DATE not in columns
        )
        above, rows = sheet.rows[:position], sheet.rows[position + 1 :]
    else:
        columns = guess_columns(sheet.rows, of_staff=of_staff)
        above, rows = sheet.rows[:HEADER_WITHIN], sheet.rows
    if NAME_COLUMNS.isdisjoint(columns):
        return None
    if not of_staff:
        columns, rows = take_apart(columns, rows)
    return Table(
        sheet=sheet.name,
        of_staff=of_staff,
        columns=columns,
        rows=rows,
        class_name="" if of_staff else _class_of(sheet.name, above, file_name),
    )


def _find_header(rows: Sequence[Row]) -> tuple[int, dict[Column, int]]:
    """Return the row with the most headings, where one of them is a name; no columns if there is none."""
    best: tuple[int, dict[Column, int]] = (0, {})
    for position, row in enumerate(rows):
        if row.number > HEADER_WITHIN:
            break
        columns = _headings(row)
        if len(columns) > len(best[1]):
            best = position, columns
    return best


def _headings(row: Row) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    known = 0
    for index, cell in enumerate(row.cells):
        column = meaning_of(cell) if isinstance(cell, str) else None
        if column is not None:
            known += 1
            columns.setdefault(column, index)
    if NAME_COLUMNS.isdisjoint(columns) or known * 2 < len(row.filled()):
        return {}
    return _with_given_name(row, columns)


def _with_given_name(header: Row, columns: dict[Column, int]) -> dict[Column, int]:
    """Beside a surname, what is headed "Name" is the given one."""
    whole = columns.get(Column.FULL_NAME)
    if whole is None or Column.FAMILY_NAME not in columns or Column.GIVEN_NAME in columns:
        return columns
    if fold(str(header[whole])) != "name":
        return columns
    return {**columns, Column.GIVEN_NAME: columns.pop(Column.FULL_NAME)}


def _is_of_staff(header: Row, columns: Mapping[Column, int]) -> bool:
    if Column.BIRTH_DATE in columns and STAFF_COLUMNS.isdisjoint(columns):
        return False
    name = next(
        header[columns[column]] for column in (Column.FULL_NAME, Column.FAMILY_NAME) if column in columns
    )
    return speaks_of_staff(str(name)) or not STAFF_COLUMNS.isdisjoint(columns)


def _class_of(sheet_name: str, above: Sequence[Row], file_name: str) -> str:
    named = class_in_list_name(sheet_name)
    if named:
        return named.name
    for row in reversed(above):
        for cell in row.filled():
            found = class_in_title(cell) if isinstance(cell, str) else None
            if found:
                return found.name
    named = class_in_list_name(file_name)
    return named.name if named else ""
