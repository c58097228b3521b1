"""Lists that name each class once, at the head of its block, and leave the cells below empty."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from intake.files.sheets import Cell


def classes_from_above(cells: Iterable[tuple[int, Cell]]) -> Mapping[int, Cell]:
    """Return which class stands above each child without one; `cells` are the children's rows in order.

    Only where the whole list is written so: a class never stands twice running, and most of the children have
    none. In any other list an empty cell is a slip, and whose class was forgotten nobody knows. An empty row
    ends a block.
    """
    rows = list(cells)
    filled = [cell for _, cell in rows if cell is not None]
    if len(filled) * 2 > len(rows) or any(one == after for one, after in pairwise(filled)):
        return {}
    found: dict[int, Cell] = {}
    for (before, above), (number, cell) in pairwise(rows):
        head = found.get(before, above)
        if cell is None and head is not None and number == before + 1:
            found[number] = head
    return found
