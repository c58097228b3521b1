"""People talking with the bot: the real dispatcher, and a simulator in Telegram's place."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from argon2 import PasswordHasher

from bot.services import build_services
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.verifiers import Verifiers
from handlers.dispatcher import build_dispatcher
from simulator.client import SimulatorClient, buttons
from simulator.testing import running_simulator
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import BOT, Chat, Sample

BOT_TOKEN = f"{BOT}:TEST"
Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Conversing:
    """Everything a person does is handled at once; what the bot answers is returned."""

    client: SimulatorClient
    bot: Bot
    build: Callable[[], Dispatcher]
    dispatcher: Dispatcher
    _offset: int = field(default=0)

    async def say(self, chat: Chat, text: str, **fields: Any) -> Json:
        """Send a message and return the bot's newest one."""
        await self.client.send(BOT, chat.user, text, **fields)
        await self.handle()
        return await self.newest(chat)

    async def answers(self, chat: Chat, text: str | None = None, **fields: Any) -> list[Json]:
        """Send a message and return all that the bot answers."""
        asked = await self.client.send(BOT, chat.user, text, **fields)
        await self.handle()
        there = await self.client.messages(BOT, chat.user)
        return [one for one in there if one["from"]["is_bot"] and one["message_id"] > asked["message_id"]]

    async def tap(self, chat: Chat, message: Json, label: str, *, forged: str = "") -> Json:
        """Tap a button and return the answer to the tap; `forged` is sent in the button's place."""
        found = [button["callback_data"] for button in buttons(message) if label in button["text"]]
        data = forged or found[0]
        query = await self.client.press(BOT, chat.user, message["message_id"], data, forged=bool(forged))
        await self.handle()
        return await self.client.callback(query)

    def restart(self) -> None:
        """Go on with a dispatcher that remembers nothing of its own, as a process started again does."""
        self.dispatcher = self.build()

    async def handle(self) -> None:
        while updates := await self.bot.get_updates(offset=self._offset, timeout=0):
            for update in updates:
                self._offset = update.update_id + 1
                await self.dispatcher.feed_update(self.bot, update)
        await self.dispatcher["errands"].settled()

    async def forget(self) -> None:
        """Pass over what was said until now."""
        for update in await self.bot.get_updates(offset=self._offset, timeout=0):
            self._offset = update.update_id + 1

    async def newest(self, chat: Chat) -> Json:
        said = [each for each in await self.client.messages(BOT, chat.user) if each["from"]["is_bot"]]
        return said[-1]


@asynccontextmanager
async def conversing(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[Conversing]:
    timing = Timing(school=school, coalesce=timedelta(seconds=20), hold=timedelta())
    verifiers = Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    services = build_services(storage, clock, school, timing, verifiers, bot_username=lambda: "diary_bot")
    async with running_simulator(token=BOT_TOKEN) as (address, client):
        for chat in (sample.mother, sample.father, sample.tutor, sample.teacher, sample.office):
            await client.add_user(chat.user, "Некто", language_code="ru")
        await client.add_user(sample.stranger_user, "Незнакомец", language_code="ru")
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        async with Bot(BOT_TOKEN, session=session).context() as bot:

            def build() -> Dispatcher:
                return build_dispatcher(storage=storage, services=services)

            yield Conversing(client=client, bot=bot, build=build, dispatcher=build())
