"""A command or a word of the keyboard ends whatever dialogue was under way."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from views.keyboards import word_of


class LeaveDialogueMiddleware(BaseMiddleware):
    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext | None = data.get("state")
        if state is not None and data.get("raw_state") and isinstance(event, Message) and _leaves(event):
            await state.clear()
            data["raw_state"] = None
        return await handler(event, data)


def _leaves(message: Message) -> bool:
    text = message.text or ""
    return text.startswith("/") or word_of(text) is not None
