"""Rows of a table of children."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diary.models.found_roster import Doubt, FoundStudent, Place, Rejected, Rejection
from diary.models.people import Name
from diary.rules.alphabets import is_mostly_latin
from intake.files.birth_dates import read_birth_date
from intake.files.blocks import classes_from_above
from intake.files.candidates import Candidate, Doubts
from intake.files.classes import class_in_title, read_class, read_usual_class
from intake.files.columns import Column
from intake.files.rows import (
    RowRejectedError,
    is_about_nobody,
    read_id,
    read_name,
    refuse_long_cells,
    shown,
    text_in,
)
from intake.files.sheets import Cell, Row, looks_like_formula, text_of
from intake.files.tables import Table


def read_students(table: Table, *, today: date) -> Iterator[Candidate[FoundStudent] | Rejected]:
    """Read the rows in order; a row that is only a class's name heads those below it."""
    class_above = table.class_name
    from_above = {} if class_above else _from_above(table)
    for row in table.rows:
        heading = _class_heading(row)
        if heading:
            class_above = heading
        elif not is_about_nobody(table, row):
            yield _StudentRow(table, row, class_above, from_above.get(row.number), today).read()


def _from_above(table: Table) -> Mapping[int, Cell]:
    if Column.CLASS_LETTER in table.columns or any(_class_heading(row) for row in table.rows):
        return {}
    children = (row for row in table.rows if not is_about_nobody(table, row))
    return classes_from_above((row.number, _class_cell(table, row)) for row in children)


def _class_heading(row: Row) -> str:
    cells = row.filled()
    if len(cells) != 1 or not isinstance(cells[0], str):
        return ""
    read = read_usual_class(cells[0]) or class_in_title(cells[0])
    return read.name if read else ""


@dataclass(frozen=True, slots=True)
class _StudentRow:
    table: Table
    row: Row
    class_above: str
    cell_above: Cell
    today: date

    def read(self) -> Candidate[FoundStudent] | Rejected:
        place = Place(self.table.sheet, self.row.number)
        doubts = Doubts()
        try:
            refuse_long_cells(self.table, self.row)
            name = read_name(self.table, self.row, doubts)
            found = FoundStudent(
                place=place,
                name=name,
                class_name=self._class_name(name, doubts),
                birth_date=self._birth_date(doubts),
                file_id=read_id(self.table, self.row, doubts),
            )
        except RowRejectedError as error:
            return error.at(place)
        return Candidate(found, tuple(doubts.reasons))

    def _class_name(self, name: Name, doubts: Doubts) -> str:
        cell = _class_cell(self.table, self.row)
        from_above = cell is None and self.cell_above is not None
        cell = self.cell_above if from_above else cell
        if cell is None:
            if not self.class_above:
                raise RowRejectedError(Rejection.CLASS_MISSING, name=name)
            return self.class_above
        text = text_of(cell)
        read = read_class(cell, latin=is_mostly_latin(name.family_name + name.given_name))
        if read is None:
            code = Rejection.FORMULA if looks_like_formula(text) else Rejection.CLASS_UNREADABLE
            raise RowRejectedError(code, text, name=name)
        doubts.add(read.doubt, value=shown(text), name=read.name)
        if from_above:
            doubts.add(Doubt.CLASS_FROM_ABOVE, name=read.name)
        return read.name

    def _birth_date(self, doubts: Doubts) -> date | None:
        cell = self.table.cell(self.row, Column.BIRTH_DATE)
        read = read_birth_date(cell, today=self.today)
        doubts.add(read.doubt, value=shown(text_of(cell)))
        return read.day


def _class_cell(table: Table, row: Row) -> Cell:
    cell = table.cell(row, Column.CLASS)
    grade = cell if cell is not None else table.cell(row, Column.GRADE)
    letter = text_in(table, row, Column.CLASS_LETTER)
    return f"{text_of(grade)}{letter}" if letter and text_of(grade).isdecimal() else grade
