"""A file's cells, wherever they came from."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.files.limits import MAX_CELL

Cell = str | float | date | None

INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
DASHES_ONLY = re.compile(r"[\s\-–—_.]*")
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the spreadsheet program shows it."""

    cells: tuple[Cell, ...]

    def __getitem__(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None

    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell is not None]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]
    """Empty rows are left out."""


def clean_text(text: str) -> str | None:
    """Return the text without invisible characters and doubled spaces; None for what only fills a cell."""
    cleaned = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
    return None if DASHES_ONLY.fullmatch(cleaned) else cleaned


def clean_cell(value: object) -> Cell:
    match value:
        case str():
            return clean_text(value[: MAX_CELL + 1])
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case int() | float():
            return value
        case _:
            return None


def text_of(cell: Cell) -> str:
    """Return a cell as one would type it: whole numbers without a point, dates in figures."""
    match cell:
        case None:
            return ""
        case date():
            return f"{cell:%d.%m.%Y}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def build_sheet(name: str, rows: Sequence[tuple[int, Sequence[object]]]) -> Sheet:
    cleaned = (Row(number, tuple(clean_cell(value) for value in values)) for number, values in rows)
    return Sheet(name.strip(), tuple(row for row in cleaned if row.filled()))


def build_sheets(sheets: Sequence[Mapping[str, Any]]) -> tuple[Sheet, ...]:
    """Take the sheets as sheet_reader writes them."""
    return tuple(build_sheet(sheet["name"], sheet["rows"]) for sheet in sheets)


def is_too_long(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > MAX_CELL


def looks_like_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)
