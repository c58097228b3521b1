"""A long page in sheets that fit a message each, turned in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from views.callbacks import ReadingCallback, SignaturesCallback
from views.markup import Line, Page, utf16_length
from views.rendered import Button, Mark, Rendered
from views.texts import Texts

SHEET_LENGTH = 3000
"""UTF-16 units of a sheet without its title: what a phone scrolls in a moment, and well below the limit."""

SHEET_LINES = 45

Here: TypeAlias = ReadingCallback | SignaturesCallback


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page as drawn: `title` stands on every sheet. `rows` are its own buttons."""

    title: Line
    lines: Sequence[Line]
    rows: Sequence[Sequence[Button]] = ()


def render_sheet(leaf: Leaf, here: Here, texts: Texts) -> Rendered:
    """Draw one sheet; past the last one it is the last."""
    sheets = split(leaf.lines)
    number = min(here.sheet, len(sheets) - 1)
    page = Page()
    page.add([leaf.title, *sheets[number]])
    rows = [*_turn(here, number, len(sheets), texts), *(list(row) for row in leaf.rows)]
    return Rendered(
        text=page.text,
        marks=joined(page.entities),
        rows=rows,
    )


def split(lines: Iterable[Line]) -> list[list[Line]]:
    """Deal the lines out to sheets; a line that is longer than a sheet goes on upon the next."""
    sheets: list[list[Line]] = [[]]
    room = SHEET_LENGTH
    for line in chain.from_iterable(map(_parts, lines)):
        length = sum(utf16_length(run.text) for run in line) + 1
        if sheets[-1] and (length > room or len(sheets[-1]) >= SHEET_LINES):
            sheets.append([])
            room = SHEET_LENGTH
        sheets[-1].append(line)
        room -= length
    return sheets


def _parts(line: Line) -> list[Line]:
    """Break a line that no sheet could hold."""
    if sum(utf16_length(run.text) for run in line) < SHEET_LENGTH:
        return [line]
    return [[run._replace(text=piece)] for run in line for piece in _pieces(run.text)]


def _pieces(text: str) -> Iterable[str]:
    # half the units: then even a text of nothing but emoji fits
    step = SHEET_LENGTH // 2
    while len(text) > step:
        end = text.rfind(" ", 1, step)
        end = end if end > 0 else step
        yield text[:end]
        text = text[end:].lstrip(" ")
    if text:
        yield text


def joined(entities: Sequence[Mark]) -> list[Mark]:
    """Make one table of monospaced lines that stand one under another."""
    found = list(entities[:1])
    for entity in entities[1:]:
        last = found[-1]
        if entity.type == last.type == "pre" and entity.offset == last.offset + last.length + 1:
            found[-1] = Mark(type="pre", offset=last.offset, length=last.length + 1 + entity.length)
        else:
            found.append(entity)
    return found


def _turn(here: Here, number: int, total: int, texts: Texts) -> list[list[Button]]:
    buttons = []
    for other, arrow in ((number - 1, "↑ "), (number + 1, "↓ ")):
        if 0 <= other < total:
            label = arrow + texts("Page {number} of {total}", number=other + 1, total=total)
            data = here.model_copy(update={"sheet": other}).pack()
            buttons.append(Button(text=label, callback_data=data))
    return [buttons] if buttons else []
