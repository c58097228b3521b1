"""Changing the bot's own messages in place."""

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message


async def edit(callback: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Change the message that was tapped on; one that is too old, or says it already, stays."""
    if not isinstance(callback.message, Message):
        return
    try:
        await callback.message.edit_text(text, reply_markup=keyboard)
    except TelegramBadRequest:
        return


async def edit_keyboard(callback: CallbackQuery, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Change the buttons under the message that was tapped on, or take them away."""
    if not isinstance(callback.message, Message):
        return
    try:
        await callback.message.edit_reply_markup(reply_markup=keyboard)
    except TelegramBadRequest:
        return
