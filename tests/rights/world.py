"""A school with its engine at work, in which accounts of no one's come and get rights."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import insert

from diary.errors import DiaryError, NotEntitledError
from diary.models.codes import Newcomer
from diary.models.entries import Kind
from diary.models.ids import BotId, ChatId, CodeId, SchoolId, TelegramUserId
from diary.models.people import Role
from diary.models.roster import RosterItem, Section
from diary.models.school import School
from diary.services.codes import CodesService
from diary.services.linking import LinkingService
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from simulator.testing import running_simulator
from storage import schema
from storage.engine import build_engine
from tests.delivery.support import BOT_TOKEN, Engine, Telegram, running_engine
from tests.rights.ledger import Grant
from tests.support.clock import FrozenClock
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.sample import BOT, Sample, build_sample

USERS = (501, 502, 503, 504)
STUDENTS = ("s1", "s2")
SUBJECTS = ("alg", "eng")


@dataclass(slots=True, kw_only=True)
class World:
    engine: Engine
    telegram: Telegram
    clock: FrozenClock
    sample: Sample
    codes: CodesService
    linking: LinkingService
    rosters: RosterService
    read: dict[int, int] = field(default_factory=dict)
    """How many messages of each chat were looked at."""

    async def redeem(self, secret: str, user: int) -> bool:
        """Redeem and consent; False where the code opens nothing."""
        newcomer = Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")
        try:
            held = await self.linking.redeem(secret, bot_id=BotId(BOT), user=TelegramUserId(user))
            await self.linking.consent(held.code_id, newcomer)
        except DiaryError:
            return False
        return True

    @property
    def everyone(self) -> Sequence[int]:
        """All accounts of families."""
        sample = self.sample
        return (*USERS, sample.mother.user, sample.father.user, sample.tutor.user)

    def first_grants(self) -> list[Grant]:
        mother, father, tutor = (
            chat.user for chat in (self.sample.mother, self.sample.father, self.sample.tutor)
        )
        kinds, subjects = frozenset({Kind.GRADE, Kind.HOMEWORK, Kind.TEST}), frozenset({"alg"})
        return [
            Grant(user=mother, student="s1"),
            Grant(user=mother, student="s2"),
            Grant(user=father, student="s1"),
            Grant(
                user=tutor,
                student="s1",
                role=Role.TRUSTED,
                kinds=kinds,
                subjects=subjects,
                granted_by=mother,
            ),
        ]

    async def revoke_code(self, code_id: CodeId) -> None:
        with suppress(NotEntitledError):
            await self.codes.revoke(code_id)

    async def enrol(self, student: str, *, removed: bool) -> None:
        names = {"family_name": "Иванов", "given_name": "Пётр", "class": "7b"}
        item = RosterItem(id=student, removed=removed, values={} if removed else names)
        outcome = await self.rosters.put({Section.STUDENTS: [item]})
        assert not outcome.rejected

    async def pass_time(self, **time: float) -> None:
        await self.engine.later(**time)
        await self.engine.settled()

    async def unread(self, user: int) -> list[str]:
        """Return what the bot has sent there since this was asked last."""
        answer = await self.telegram.client.messages(BOT, user)
        said = [str(one.get("text", "")) for one in answer if one["from"]["is_bot"]]
        seen, self.read[user] = self.read.get(user, 0), len(said)
        return said[seen:]


@asynccontextmanager
async def school_at_work(template: SqliteTemplate | PostgresTemplate) -> AsyncIterator[World]:
    clock = FrozenClock()
    async with template.database() as url, running_simulator(token=BOT_TOKEN) as (address, client):
        engine = build_engine(url)
        names = {"name": "Школа № 7", "timezone": "Europe/Moscow", "default_locale": "ru", "grade_scale": "5"}
        async with engine.begin() as connection:
            await connection.execute(insert(schema.school).values(**names))
        school = School(
            id=SchoolId(1),
            name="Школа № 7",
            timezone=ZoneInfo("Europe/Moscow"),
            default_locale="ru",
            grade_scale="5",
        )
        sample = await build_sample(engine)
        telegram = Telegram(address=address, client=client)
        for user in (*USERS, sample.mother.user, sample.father.user, sample.tutor.user):
            await client.add_user(user, "Некто")
            await client.send(BOT, user, "/start")
        async with running_engine(engine, school, clock, telegram) as running:
            verifiers = Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
            storage = running.storage
            yield World(
                engine=running,
                telegram=telegram,
                clock=clock,
                sample=sample,
                codes=CodesService(
                    storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: "diary_bot"
                ),
                linking=LinkingService(
                    storage=storage,
                    clock=clock,
                    timing=running.timing,
                    verifiers=verifiers,
                    consent_version="2026-1",
                ),
                rosters=RosterService(storage=storage, clock=clock, school=school),
            )
        await engine.dispose()
