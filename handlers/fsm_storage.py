"""aiogram's dialogues, kept in the diary's database: a restart loses none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from diary.clock import Clock
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.ports import Storage
from diary.rules import retention


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStorage(BaseStorage):
    storage: Storage
    clock: Clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        _, data = await self._get(key)
        await self._put(key, state.state if isinstance(state, State) else state, data)

    async def get_state(self, key: StorageKey) -> str | None:
        return (await self._get(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        state, _ = await self._get(key)
        await self._put(key, state, data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict((await self._get(key))[1])

    async def close(self) -> None:
        """Leave the storage open: it is not its own."""

    async def _get(self, key: StorageKey) -> tuple[str | None, Mapping[str, Any]]:
        since = self.clock.now() - retention.DIALOGUE
        async with self.storage.read() as uow:
            return await uow.conversations.get(
                BotId(key.bot_id), ChatId(key.chat_id), TelegramUserId(key.user_id), since=since
            )

    async def _put(self, key: StorageKey, state: str | None, data: Mapping[str, Any]) -> None:
        async with self.storage.write() as uow:
            await uow.conversations.put(
                BotId(key.bot_id),
                ChatId(key.chat_id),
                TelegramUserId(key.user_id),
                state,
                data,
                now=self.clock.now(),
            )
            await uow.commit()
