"""Reads one spreadsheet from standard input within limits; a script that runs in a process of its own.

A few bytes can name a cell in a sheet's last corner, for which the reader asks for half a terabyte: here that
ends this process alone. It imports nothing of the product, to start in no time.
"""

import io
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_MERGED_CELLS = 20_000


class LimitExceededError(Exception):
    """The sheets hold more than a roster does."""


class Budget:
    """What may still be read of the whole file."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._rows = limits["rows"]
        self._characters = limits["characters"]
        self._columns = limits["columns"]
        self.cell = limits["cell"] + 1

    def spend(self, cells: list[object]) -> None:
        self._rows -= 1
        self._characters -= sum(len(cell) for cell in cells if isinstance(cell, str))
        if self._rows < 0:
            raise LimitExceededError("too_many_rows")
        if self._characters < 0:
            raise LimitExceededError("too_demanding")
        if len(cells) > self._columns:
            raise LimitExceededError("too_many_columns")


def read_workbook(data: bytes, limits: Mapping[str, int]) -> dict[str, Any]:
    """Return {"sheets": [{"name", "rows": [[number, cells]]}]} of the visible sheets, or {"refusal": why}."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return {"sheets": _sheets(workbook, limits)}
    except PasswordError:
        return {"refusal": "encrypted"}
    except LimitExceededError as error:
        return {"refusal": str(error)}
    except MemoryError:
        return {"refusal": "too_demanding"}
    except (CalamineError, ValueError, OSError):
        return {"refusal": "damaged"}


def _sheets(workbook: CalamineWorkbook, limits: Mapping[str, int]) -> list[dict[str, Any]]:
    visible = [
        index
        for index, sheet in enumerate(workbook.sheets_metadata)
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    if len(visible) > limits["sheets"]:
        raise LimitExceededError("too_many_sheets")
    budget = Budget(limits)
    sheets = (workbook.get_sheet_by_index(index) for index in visible)
    return [{"name": sheet.name, "rows": list(_rows(sheet, budget))} for sheet in sheets]


def _rows(sheet: CalamineSheet, budget: Budget) -> Iterator[tuple[int, list[object]]]:
    merged = _merged_downwards(sheet)
    tops: dict[int, object] = {}
    for index, values in enumerate(sheet.iter_rows()):
        cells = [_cell(value, budget.cell) for value in values]
        for column in merged.get(index, ()):
            cells[column] = cells[column] or tops.get(column)
        tops = {column: cells[column] for column in merged.get(index + 1, ())}
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            budget.spend(cells)
            yield index + 1, cells


def _merged_downwards(sheet: CalamineSheet) -> dict[int, list[int]]:
    """Return the columns of each row that show the cell above: a class written once for all its rows."""
    columns: dict[int, list[int]] = {}
    last_row, last_column = sheet.end or (0, 0)
    left = MAX_MERGED_CELLS
    for (top, start), (lowest, end) in sheet.merged_cell_ranges or ():
        bottom = min(lowest, last_row)
        left -= max(0, bottom - top)
        if left < 0:
            break
        if start == end <= last_column:
            for row in range(top + 1, bottom + 1):
                columns.setdefault(row, []).append(start)
    return columns


def _cell(value: object, longest: int) -> object:
    match value:
        case str():
            return value[:longest]
        case datetime():
            return {"date": value.date().isoformat()}
        case date():
            return {"date": value.isoformat()}
        case bool():
            return None
        case int() | float():
            return value
        case _:
            return None


def _limit_this_process(limits: Mapping[str, int]) -> None:
    try:
        import resource  # noqa: PLC0415 # Windows has none, and does without these limits
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limits = json.loads(sys.argv[1])
    _limit_this_process(limits)
    json.dump(read_workbook(sys.stdin.buffer.read(), limits), sys.stdout)


if __name__ == "__main__":
    main()
