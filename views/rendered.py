"""A message as it goes to Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from diary.models.notifications import Span


class Mark(NamedTuple):
    """A message entity without aiogram's machinery, which would cost more than all the rest of a message."""

    type: str
    offset: int
    length: int
    url: str | None = None


class Button(NamedTuple):
    """An inline button, plain for the same reason."""

    text: str
    callback_data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """`spans` has one UTF-16 span for each item of the draft, in its order. Media stand in the draft."""

    text: str
    marks: Sequence[Mark] = ()
    rows: Sequence[Sequence[Button]] = ()
    spans: tuple[Span, ...] = ()
    parting: bool = False
    """Whether the standing keyboard goes with it; then it has no buttons."""

    @property
    def entities(self) -> list[MessageEntity]:
        return [MessageEntity(**mark._asdict()) for mark in self.marks]

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        rows = [[InlineKeyboardButton(**button._asdict()) for button in row] for row in self.rows]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
