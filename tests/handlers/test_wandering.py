"""People who tap what they see and say what comes to mind: always answered, and never by a failure."""

import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.people import Role
from handlers.commands import COMMANDS
from simulator.client import buttons, file
from storage import schema
from tests.delivery.test_letters import PICTURE
from tests.handlers.conftest import UNLINKED, House, somebody
from tests.support.conversing import Json
from tests.support.journal import absence, grade, homework, remark, withdrawal
from tests.support.sample import BOT, Chat, Sample

STEPS = 100
STAY, NEWEST = 0.9, 0.8
"""How often the same person goes on, and with the message that came last: dialogues are deep."""
SEEN = 4
"""How many of a chat's newest messages are tapped on."""
FAILURE = re.compile("пошло не так|went wrong")
SAYINGS = (
    *("Здравствуйте!", "да", "0", "-1", "9" * 30, "/cancel", "/start xyz", "/start T6dFlqbBWPDJ10X53ofwKg"),
    *("15.09.2026", "2013-05-01", "31.02.2026", "01.01.2031", "7Б", "7b", "9Ы", "алгебра", "мама"),
    *("Иванов Пётр", "Иванова Маша Сергеевна", "Ivanov Pyotr", "О'Нил-Петрова Анна", "я" * 3000),
    *("<b>жирно</b> & <script>", "%s {student} {0}", "👨‍👩‍👧 🙂", "\u202eоборот", "a\u200bb"),
    *("Сегодня", "Домашка", "Оценки", "Написать", "Ещё", "Today", "Grades", "Write", "More"),
    *("ABCD-EFGH-JKMN", "742K-PWM3-619E", "Решение суда от 1 сентября 2026", "Документы не подходят"),
)
Step = Callable[[Chat], Awaitable[None]]


class Wanderers:
    """They do what chance says, rather something new; whatever fails shows the last steps that led to it."""

    def __init__(self, house: House, chats: Sequence[Chat], seed: int) -> None:
        self.house, self.chats = house, chats
        self.chance = random.Random(seed)  # noqa: S311 — a walk, no secret
        self.trail: list[str] = []
        self.tapped: Counter[str] = Counter()
        self.codes: list[str] = []
        self.steps: dict[Step, int] = {
            self.tap: 60,
            self.ask: 20,
            self.speak: 14,
            self.answer: 6,
            self.bring_a_code: 4,
            self.send_a_file: 3,
            self.learn: 5,
            self.wait: 3,
            self.outlive_a_restart: 2,
        }

    async def wander(self) -> None:
        chat = self.chance.choice(self.chats)
        for _ in range(STEPS):
            chat = chat if self.chance.random() < STAY else self.chance.choice(self.chats)
            (step,) = self.chance.choices(list(self.steps), weights=list(self.steps.values()))
            await step(chat)

    async def tap(self, chat: Chat) -> None:
        seen = 1 if self.chance.random() < NEWEST else SEEN
        there = list(self._buttons((await self.house.chat(chat))[-seen:]))
        if not there:
            await self.ask(chat)
            return
        message, key = min(there, key=lambda one: (self.tapped[_kind(one[1])], self.chance.random()))
        self.tapped[_kind(key)] += 1
        self.trail.append(f"{chat.user} taps {key['text']!r} of {message.get('text', '')[:40]!r}")
        talk = self.house.talk
        query = await talk.client.press(BOT, chat.user, message["message_id"], key["callback_data"])
        await talk.handle()
        answer = await talk.client.callback(query)
        assert answer["answered"], self._story()
        self._look(answer["text"] or "")
        for one in (await self.house.chat(chat))[-SEEN:]:
            self._look(one.get("text", ""))

    async def ask(self, chat: Chat) -> None:
        await self._say(chat, f"/{self.chance.choice(COMMANDS).name}")

    async def speak(self, chat: Chat) -> None:
        await self._say(chat, self.chance.choice(SAYINGS))

    async def answer(self, chat: Chat) -> None:
        to = self.chance.choice(await self.house.chat(chat) or [{"message_id": None}])
        await self._say(chat, self.chance.choice(SAYINGS), reply_to_message_id=to["message_id"])

    async def bring_a_code(self, chat: Chat) -> None:
        role, student = self.chance.choice([Role.GUARDIAN, Role.STUDENT]), self.chance.choice(["s1", "s2"])
        self.codes.append((await self.house.code(role, student=student, label="няня")).code)
        await self._say(chat, self.chance.choice(self.codes))

    async def send_a_file(self, chat: Chat) -> None:
        kind = self.chance.choice(["photo", "document"])
        await self._say(chat, None, **{kind: file("тетрадь.png", PICTURE)})

    async def learn(self, _: Chat) -> None:
        number, value = len(self.trail), self.chance.choice("2345")
        happened = [grade("g", value), withdrawal(grade("g")), grade(f"g{number}", value)]
        happened += [absence(f"a{number}"), homework(f"h{number}"), remark(f"r{number}")]
        self.trail.append("the journal pushes")
        await self.house.push(self.chance.choice(happened))

    async def wait(self, _: Chat) -> None:
        seconds = self.chance.choice([60, 3600, 90_000])
        self.trail.append(f"{seconds} seconds pass")
        await self.house.engine.later(seconds=seconds)
        await self.house.engine.settled()

    async def outlive_a_restart(self, _: Chat) -> None:
        self.trail.append("the bot is started again")
        self.house.talk.restart()

    async def _say(self, chat: Chat, text: str | None, **fields: Any) -> None:
        self.trail.append(f"{chat.user} says {(text or '')[:40]!r} {' '.join(fields)}")
        answers = await self.house.talk.answers(chat, text, **fields)
        assert answers, self._story()
        for one in answers:
            self._look(one.get("text", ""))

    def _buttons(self, messages: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
        for message in messages:
            yield from ((message, key) for key in buttons(message) if "callback_data" in key)

    def _look(self, text: str) -> None:
        assert not FAILURE.search(text), self._story()

    def _story(self) -> str:
        return "\n".join(self.trail[-25:])


def _kind(key: Json) -> str:
    kind, _, _ = str(key["callback_data"]).partition(":")
    return kind


@pytest.mark.parametrize("seed", range(6))
async def test_whoever_wanders_is_always_answered_and_never_by_a_failure(
    house: House, sample: Sample, engine: AsyncEngine, seed: int
) -> None:
    async with engine.begin() as connection:
        for table in (schema.account, schema.mailbox):
            await connection.execute(update(table).values(locale="en" if seed % 2 else "ru"))
    family = [sample.mother, sample.father, sample.tutor, somebody(UNLINKED), somebody(sample.stranger_user)]

    await Wanderers(house, [*family, sample.teacher, sample.office], seed).wander()

    refused = [one for one in await house.talk.client.requests() if one["status"] == 400]
    assert {one["method"] for one in refused} <= {"editMessageText"}  # "not modified"
