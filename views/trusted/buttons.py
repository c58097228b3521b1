"""Buttons and rows that the screens share."""

from collections.abc import Iterable
from itertools import islice

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from views.notifications.drawing import capitalised

Rows = list[list[InlineKeyboardButton]]
IN_A_ROW = 2
TICK = "✓ "


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def ticked(text: str, *, on: bool) -> str:
    return (TICK if on else "") + capitalised(text)


def rows_of(buttons: Iterable[InlineKeyboardButton], *, in_a_row: int = IN_A_ROW) -> Rows:
    waiting = iter(buttons)
    rows = []
    while row := list(islice(waiting, in_a_row)):
        rows.append(row)
    return rows
