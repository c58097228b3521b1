"""What the columns are of a table without headings, from what stands in them."""

from collections.abc import Callable, Iterable, Sequence

from intake.files.birth_dates import is_date
from intake.files.classes import read_usual_class
from intake.files.columns import Column
from intake.files.given_names import is_given_name
from intake.files.names import is_patronymic, is_word, words_of
from intake.files.positions import read_roles
from intake.files.sheets import Cell, Row, text_of

PROBE_ROWS = 200
LONGEST_CLASS = 12
MOST = 0.7
SOME = 0.3
WORDS_OF_A_NAME = range(2, 6)
Test = Callable[[Cell], bool]


def guess_columns(rows: Sequence[Row], *, of_staff: bool) -> dict[Column, int]:
    """Return the columns that a name in one or more cells, a class and a birth date seem to stand in."""
    probe = rows[:PROBE_ROWS]
    width = max((len(row.cells) for row in probe), default=0)
    table = {index: [row[index] for row in probe if row[index] is not None] for index in range(width)}
    columns: dict[Column, int] = {}
    for column, test in (
        (Column.BIRTH_DATE, is_date),
        (Column.LEADS if of_staff else Column.CLASS, _is_class),
        (Column.POSITION, _is_position),
        (Column.FULL_NAME, _is_full_name),
    ):
        _take(columns, column, table, test)
    if Column.FULL_NAME not in columns:
        columns |= _name_columns(table)
    if of_staff and table and not columns.keys().isdisjoint({Column.FULL_NAME, Column.FAMILY_NAME}):
        _take(columns, Column.SUBJECTS, table, _is_wording)
    return columns


def _take(columns: dict[Column, int], column: Column, table: dict[int, list[Cell]], test: Test) -> None:
    """Give the column to the first place that passes, which no other column can have then."""
    index = next((index for index, cells in table.items() if _share(cells, test) >= MOST), None)
    if index is not None:
        columns[column] = index
        del table[index]


def _name_columns(table: dict[int, list[Cell]]) -> dict[Column, int]:
    words = [index for index, cells in table.items() if _share(cells, _is_single_word) >= MOST]
    if len(words) < len((Column.FAMILY_NAME, Column.GIVEN_NAME)):
        return {}
    patronymic = _first(words, table, lambda cell: is_patronymic(text_of(cell)), SOME)
    words = [index for index in words if index != patronymic]
    given = _first(words, table, lambda cell: is_given_name(text_of(cell)), SOME)
    if given is None:
        given = words[1] if len(words) > 1 else None
    family = next((index for index in words if index != given), None)
    if family is None or given is None:
        return {}
    columns = {Column.FAMILY_NAME: family, Column.GIVEN_NAME: given}
    return columns if patronymic is None else {**columns, Column.PATRONYMIC: patronymic}


def _first(indexes: Iterable[int], table: dict[int, list[Cell]], test: Test, share: float) -> int | None:
    return next((index for index in indexes if _share(table[index], test) >= share), None)


def _share(cells: Sequence[Cell], test: Test) -> float:
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0


def _is_class(cell: Cell) -> bool:
    """Tell a class; a grade alone is none, because it looks like a row's number."""
    text = text_of(cell)
    return len(text) <= LONGEST_CLASS and not text.isdecimal() and read_usual_class(cell) is not None


def _is_full_name(cell: Cell) -> bool:
    words = words_of(cell) if isinstance(cell, str) else []
    return len(words) in WORDS_OF_A_NAME and all(is_word(word) and not word.islower() for word in words[:2])


def _is_single_word(cell: Cell) -> bool:
    return isinstance(cell, str) and is_word(cell) and len(cell) > 1


def _is_wording(cell: Cell) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)


def _is_position(cell: Cell) -> bool:
    return bool(read_roles(text_of(cell)))
