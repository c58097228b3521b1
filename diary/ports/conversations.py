"""Where a dialogue with a person stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from diary.models.entries import Json
from diary.models.ids import BotId, ChatId, TelegramUserId


class Conversations(Protocol):
    async def get(
        self, bot_id: BotId, chat_id: ChatId, user: TelegramUserId, *, since: datetime
    ) -> tuple[str | None, Mapping[str, Json]]:
        """Return the state and its data; (None, {}) where nothing has gone on since then."""
        ...

    async def put(
        self,
        bot_id: BotId,
        chat_id: ChatId,
        user: TelegramUserId,
        state: str | None,
        data: Mapping[str, Json],
        *,
        now: datetime,
    ) -> None:
        """Keep both; nothing going on keeps no row."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Drop those in which nothing has gone on since then."""
        ...
