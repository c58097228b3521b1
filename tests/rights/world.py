"""A school with its engine at work, in which accounts of no one's come and get rights."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import insert

from diary.errors import DiaryError, NotEntitledError
from diary.models.codes import IssuedCode, Newcomer
from diary.models.delegation import Delegation
from diary.models.entries import Area, Kind
from diary.models.ids import BotId, ChatId, CodeId, LinkId, SchoolId, StudentId, TelegramUserId
from diary.models.people import Account, Role, Scope
from diary.models.roster import RosterItem, Section
from diary.models.school import School
from diary.services.codes import CodesService
from diary.services.custody import CustodyService
from diary.services.delegation import DelegationChanges, DelegationService
from diary.services.linking import LinkingService
from diary.services.privacy import PrivacyService
from diary.services.recovery import RecoveryService
from diary.services.requests.granting import Granting
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
    delegation: DelegationService
    delegation_changes: DelegationChanges
    privacy: PrivacyService
    custody: CustodyService
    recovery: RecoveryService
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
            Grant(user=mother, student="s1", label="мама"),
            Grant(user=mother, student="s2", label="мама"),
            Grant(user=father, student="s1", label="папа"),
            Grant(
                user=tutor,
                student="s1",
                role=Role.TRUSTED,
                kinds=kinds,
                subjects=subjects,
                granted_by=mother,
            ),
        ]

    @property
    def students(self) -> dict[str, StudentId]:
        return dict(zip(STUDENTS, (self.sample.petr, self.sample.masha), strict=True))

    async def account(self, user: int) -> Account | None:
        async with self.engine.storage.read() as uow:
            return await uow.people.account(BotId(BOT), TelegramUserId(user))

    async def delegate(
        self, by: int, student: str, kinds: frozenset[Kind], *, days: int, label: str
    ) -> IssuedCode:
        """Have a guardian pass on what is about algebra, of these kinds, for some days from today on."""
        account = await self.account(by)
        assert account is not None
        last_day = self.engine.timing.school.today(self.clock.now()) + timedelta(days=days)
        scope = Scope(kinds=kinds, subjects=frozenset({self.sample.algebra}), may_write=False)
        wanted = Delegation(student_id=self.students[student], scope=scope, last_day=last_day, label=label)
        return await self.delegation.delegate(account.person_id, wanted)

    def last_moment(self, days: int) -> datetime:
        """Return until when what is passed on today for so many days is in force."""
        school = self.engine.timing.school
        return school.instant(school.today(self.clock.now()) + timedelta(days=days), time(23, 59, 59))

    async def trusted(self, user: int, student: str) -> LinkId:
        account = await self.account(user)
        assert account is not None
        async with self.engine.storage.read() as uow:
            links = await uow.people.links(account.person_id, now=self.clock.now())
        return next(
            one.id for one in links if one.role is Role.TRUSTED and one.student_id == self.students[student]
        )

    async def take(self, by: int, user: int, student: str, area: Area) -> None:
        guardian = await self.account(by)
        assert guardian is not None
        link_id = await self.trusted(user, student)
        await self.delegation_changes.open_area(guardian.person_id, link_id, area, wanted=False)

    async def revoke(self, by: int, user: int, student: str) -> None:
        guardian = await self.account(by)
        assert guardian is not None
        await self.delegation_changes.revoke(guardian.person_id, await self.trusted(user, student))

    async def keep_out(self, user: int, student: str) -> None:
        """Have the office keep a guardian from a student, by an order."""
        office, account = await self.account(self.sample.office.user), await self.account(user)
        assert office is not None
        assert account is not None
        async with self.engine.storage.read() as uow:
            links = await uow.people.links(account.person_id, now=self.clock.now())
        link = next(one for one in links if one.student_id == self.students[student])
        await self.custody.keep_out(office, link.id, "Решение суда № 2-17")

    async def move(self, old: int, new: int) -> bool:
        """Have somebody go over to another account; False where that may not become theirs."""
        account = await self.account(old)
        assert account is not None
        return await self.redeem((await self.recovery.hand_over(account)).code, new)

    async def leave(self, user: int, *, erased: bool) -> None:
        """Have someone withdraw their consent, or have all about themselves erased."""
        account = await self.account(user)
        if account is not None:
            await (self.privacy.erase if erased else self.privacy.withdraw)(account)

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
        chats = (sample.mother, sample.father, sample.tutor, sample.teacher, sample.office)
        for user in (*USERS, *(chat.user for chat in chats)):
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
                rosters=RosterService(storage=storage, clock=clock, timing=running.timing),
                delegation=DelegationService(
                    storage=storage,
                    clock=clock,
                    school=school,
                    verifiers=verifiers,
                    bot_username=lambda: "diary_bot",
                ),
                delegation_changes=DelegationChanges(storage=storage, clock=clock, timing=running.timing),
                privacy=PrivacyService(storage=storage, clock=clock, timing=running.timing),
                custody=CustodyService(storage=storage, clock=clock, timing=running.timing),
                recovery=RecoveryService(
                    storage=storage,
                    clock=clock,
                    timing=running.timing,
                    granting=Granting(verifiers=verifiers, bot_username=lambda: "diary_bot"),
                ),
            )
        await engine.dispose()
