"""A message as it goes to Telegram."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup, MessageEntity

from diary.models.notifications import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """`spans` has one UTF-16 span for each item of the draft, in its order. Media stand in the draft."""

    text: str
    entities: list[MessageEntity]
    keyboard: InlineKeyboardMarkup | None
    spans: tuple[Span, ...]
