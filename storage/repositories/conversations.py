"""Where a dialogue with a person stands."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Json
from diary.models.ids import BotId, ChatId, TelegramUserId
from storage.repositories.upsert import upsert
from storage.schema import conversation


class SqlConversations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(
        self, bot_id: BotId, chat_id: ChatId, user: TelegramUserId, *, since: datetime
    ) -> tuple[str | None, Mapping[str, Json]]:
        query = select(conversation.c.state, conversation.c.data).where(
            _same(bot_id, chat_id, user), conversation.c.changed_at > since
        )
        row = (await self._connection.execute(query)).one_or_none()
        return (None, {}) if row is None else (row.state, row.data)

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
        if state is None and not data:
            await self._connection.execute(delete(conversation).where(_same(bot_id, chat_id, user)))
            return
        values = {"state": state, "data": dict(data), "changed_at": now}
        query = (
            upsert(self._connection, conversation)
            .values(bot_id=bot_id, chat_id=chat_id, telegram_user_id=user, **values)
            .on_conflict_do_update(index_elements=list(conversation.primary_key), set_=values)
        )
        await self._connection.execute(query)

    async def forget(self, *, before: datetime) -> int:
        result = await self._connection.execute(
            delete(conversation).where(conversation.c.changed_at < before)
        )
        return result.rowcount


def _same(bot_id: BotId, chat_id: ChatId, user: TelegramUserId) -> ColumnElement[bool]:
    return and_(
        conversation.c.bot_id == bot_id,
        conversation.c.chat_id == chat_id,
        conversation.c.telegram_user_id == user,
    )
