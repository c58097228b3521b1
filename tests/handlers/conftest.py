"""A school where people talk with the bot and delivery is at work, all against one simulator."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.codes import IssuedCode
from diary.models.entries import Draft
from diary.models.ids import MailboxId, PersonId
from diary.models.people import Role
from diary.models.school import School
from diary.services.codes import CodesService
from diary.services.verifiers import Verifiers
from simulator.client import buttons
from storage.unit_of_work import SqlStorage
from tests.delivery.support import Engine, Telegram, running_engine
from tests.support.clock import FrozenClock
from tests.support.code_log import unlogged
from tests.support.conversing import Conversing, Json, conversing
from tests.support.sample import BOT, Chat, Sample

UNLINKED = 2002
"""The class teacher's account, until they redeem their code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    talk: Conversing
    engine: Engine
    codes: CodesService

    async def say(self, chat: Chat, text: str, **fields: Any) -> Json:
        return await self.talk.say(chat, text, **fields)

    async def tap(self, chat: Chat, message: Json, label: str, *, forged: str = "") -> Json:
        return await self.talk.tap(chat, message, label, forged=forged)

    async def push(self, *drafts: Draft) -> None:
        await self.engine.push(*drafts)
        await self.deliver()

    async def deliver(self) -> None:
        """Have delivery send all that may go by now, whatever is coalesced."""
        await self.engine.later(seconds=25)
        await self.engine.settled()

    async def newest(self, chat: Chat) -> Json:
        return await self.talk.newest(chat)

    async def press(self, group: int, message: Json, label: str, *, by: Chat) -> Json:
        """Tap a button in a group and return the answer to the tap."""
        found = [one["callback_data"] for one in buttons(message) if label in one["text"]]
        client = self.talk.client
        query = await client.press(BOT, group, message["message_id"], found[0], sender=by.user)
        await self.talk.handle()
        return await client.callback(query)

    async def open_chats(self, sample: Sample) -> None:
        """Have everyone of the sample write once: a bot may not begin a chat."""
        for chat in (sample.mother, sample.father, sample.tutor, sample.teacher, sample.office):
            await self.talk.client.send(BOT, chat.user, "/start")
        await self.talk.forget()

    async def keyboard(self, chat: Chat) -> list[list[str]]:
        """Return the words of the standing keyboard that the chat was last given."""
        keyboards = [one["keyboard"] for one in await self._markups(chat) if "keyboard" in one]
        return [[key["text"] for key in row] for row in keyboards[-1]]

    async def lost_the_keyboard(self, chat: Chat) -> bool:
        return any("remove_keyboard" in one for one in await self._markups(chat))

    async def _markups(self, chat: Chat) -> list[Json]:
        sent = await self.talk.client.requests(method="sendMessage")
        markups = [one["params"].get("reply_markup") for one in sent if one["chat_id"] == chat.user]
        return [json.loads(one) if isinstance(one, str) else one for one in markups if one]

    async def chat(self, chat: Chat) -> list[Json]:
        """Return what stands in a chat from the bot."""
        said = await self.talk.client.messages(BOT, chat.user)
        return [one for one in said if one["from"]["is_bot"] and not one["sim"]["deleted"]]

    async def again(self, chat: Chat, message: Json) -> Json:
        """Return a message as it stands now."""
        return next(one for one in await self.chat(chat) if one["message_id"] == message["message_id"])

    async def code(self, role: Role = Role.GUARDIAN, *, student: str = "s1", label: str = "") -> IssuedCode:
        return await self.codes.issue(role=role, student_external=student, label=label)

    async def staff_code(self, role: Role, staff: str) -> IssuedCode:
        return await self.codes.issue(role=role, staff_external=staff)

    async def link(self, chat: Chat, code: IssuedCode) -> Json:
        """Redeem a code and consent; return the bot's last word."""
        await self.tap(chat, await self.say(chat, code.code), "✅")
        return await self.newest(chat)


def somebody(user: int) -> Chat:
    """Return the chat of someone whom the school does not know."""
    return Chat(person=PersonId(0), user=user, mailbox=MailboxId(0))


@pytest.fixture
def stranger(sample: Sample) -> Chat:
    return somebody(sample.stranger_user)


@pytest.fixture
async def house(
    engine: AsyncEngine, storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[House]:
    verifiers = Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    codes = CodesService(storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: "diary_bot")
    async with conversing(storage, school, clock, sample) as talk:
        await talk.client.add_user(UNLINKED, "Иван", language_code="ru")
        telegram = Telegram(address=talk.client.address, client=talk.client)
        async with running_engine(engine, school, clock, telegram) as running:
            house = House(talk=talk, engine=running, codes=codes)
            await house.open_chats(sample)
            yield house
            assert await unlogged(storage) == []
