"""Charges what handlers send to the same pace that deliveries keep."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from delivery.methods import Delivering
from delivery.pacing import Pacer
from diary.models.deliveries import Lane
from diary.models.ids import ChatId

FREE = frozenset({"sendChatAction", "setMyCommands", "deleteMyCommands", "getChat", "getFile"})
"""Calls that name a chat and put no message into it."""

LONGEST_PAUSE = 30.0
TRIES = 3


class PaceMiddleware(BaseRequestMiddleware):
    """An answer goes out at once and is paid for afterwards, but waits while Telegram asks for a pause."""

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat_id = _charged(method)
        if chat_id is None:
            return await make_request(bot, method)
        for _ in range(TRIES - 1):
            await self._pause()
            self._pacer.spend(chat_id, Lane.TALK)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._pacer.pause(float(error.retry_after))
                if error.retry_after > LONGEST_PAUSE:
                    raise
        await self._pause()
        self._pacer.spend(chat_id, Lane.TALK)
        return await make_request(bot, method)

    async def _pause(self) -> None:
        await asyncio.sleep(min(self._pacer.paused_for(), LONGEST_PAUSE))


def _charged(method: TelegramMethod[Any]) -> ChatId | None:
    if isinstance(method, Delivering) or method.__api_method__ in FREE:
        return None
    chat_id = getattr(method, "chat_id", None)
    return ChatId(chat_id) if isinstance(chat_id, int) else None
