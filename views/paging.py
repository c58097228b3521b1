"""Long lists are paged in place, by the same three buttons everywhere."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

Thing = TypeVar("Thing")
Row = list[InlineKeyboardButton]


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def in_rows(buttons: Sequence[InlineKeyboardButton], width: int) -> list[Row]:
    return [list(buttons[at : at + width]) for at in range(0, len(buttons), width)]


def paged(
    things: Sequence[Thing], page: int, size: int, to: Callable[[int], CallbackData]
) -> tuple[Sequence[Thing], list[Row]]:
    """Return a page of them, and the row that turns to the others; past the last one it is the last."""
    pages = max(1, -(-len(things) // size))
    page = min(page, pages - 1)
    return things[page * size : (page + 1) * size], turning(page, pages, to)


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> list[Row]:
    """Return no row where there is one page."""
    if pages <= 1:
        return []
    labels = (("‹", page - 1), (f"{page + 1}/{pages}", page), ("›", page + 1))
    return [[button(label, to(number % pages)) for label, number in labels]]
