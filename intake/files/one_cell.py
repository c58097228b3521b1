"""Class and birth date that stand in one cell with the name: "Иванов Пётр Иванович 7Б, 01.05.2013"."""

import re
from collections.abc import Mapping, Sequence

from intake.files.columns import Column
from intake.files.marginalia import is_marginal
from intake.files.sheets import Cell, Row

LETTER = r"\s?[-–—]?\s?[«\"“„]?[^\W\d_][»\"”]?"
BETWEEN = r"[\s,;:(–—-]+"
CLASS_LAST = re.compile(
    rf"(.*[^\W\d_]\.?){BETWEEN}(\d{{1,2}}{LETTER}|\d{{1,2}}(?:{LETTER})?\s?кл(?:асс)?\.?)\)?", re.IGNORECASE
)
CLASS_FIRST = re.compile(
    r"(\d{1,2}[-–—]?[«\"“„]?[^\W\d_][»\"”]?)(?:\s?кл(?:асс)?\.?)?[\s,;:]+(\D*)", re.IGNORECASE
)
DATE_LAST = re.compile(
    rf"(.*?){BETWEEN}(\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d\d-\d\d)(?:\s?г\.?(?:\s?р\.?)?)?\)?"
)


def take_apart(columns: dict[Column, int], rows: Sequence[Row]) -> tuple[dict[Column, int], tuple[Row, ...]]:
    """Give class and birth date columns of their own, where they have none and stand with the name."""
    name = _name_column(columns)
    wants_class = columns.keys().isdisjoint({Column.CLASS, Column.GRADE})
    wants_date = Column.BIRTH_DATE not in columns
    if name is None or not (wants_class or wants_date):
        return columns, tuple(rows)
    width = max((len(row.cells) for row in rows), default=0)
    apart = tuple(
        _taken_apart(row, name, width, wants_class=wants_class, wants_date=wants_date) for row in rows
    )
    more = {Column.CLASS: width} if wants_class else {}
    more |= {Column.BIRTH_DATE: width + 1} if wants_date else {}
    return {**columns, **more}, apart


def _name_column(columns: Mapping[Column, int]) -> int | None:
    if Column.GIVEN_NAME in columns:
        return None
    return columns.get(Column.FAMILY_NAME, columns.get(Column.FULL_NAME))


def _taken_apart(row: Row, name: int, width: int, *, wants_class: bool, wants_date: bool) -> Row:
    text = row[name]
    if not isinstance(text, str) or is_marginal(text):
        return row
    day = class_name = None
    if wants_date:
        text, day = _split(DATE_LAST, text)
    if wants_class:
        text, class_name = _split_class(text)
    if wants_date and day is None:
        text, day = _split(DATE_LAST, text)
    if class_name is None and day is None:
        return row
    cells: list[Cell] = [*row.cells, *(None,) * (width - len(row.cells)), class_name, day]
    cells[name] = text
    return Row(row.number, tuple(cells))


def _split_class(text: str) -> tuple[str, str | None]:
    first = CLASS_FIRST.fullmatch(text)
    return (first[2], first[1]) if first else _split(CLASS_LAST, text)


def _split(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    found = pattern.fullmatch(text)
    return (found[1], found[2]) if found else (text, None)
