"""Somebody of every role at one school, and the things of it on which rights are tried."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import select

from bot.services import build_services
from diary.models.codes import Newcomer
from diary.models.ids import BotId, ChatId, EntryId, MessageId, PersonId, TelegramMessageId, TelegramUserId
from diary.models.people import Account, Role
from diary.models.school import School
from diary.models.talk import Author, Letter, LetterKind, Target
from diary.services.codes import CodesService
from diary.services.signing import Tap
from diary.services.verifiers import Verifiers
from handlers.services import Services
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import grade, journal_of, timing
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of, show

T = TypeVar("T")


class Who(StrEnum):
    """The mother is Пётр's and Маша's, the father Пётр's; the tutor reads Пётр's algebra."""

    MOTHER = "mother"
    FATHER = "father"
    TUTOR = "tutor"
    STUDENT = "student"
    TEACHER = "teacher"
    CLASS_TEACHER = "class teacher"
    OFFICE = "office"
    NOBODY = "nobody"
    """Has an account, and asked for access; no right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    services: Services
    codes: CodesService
    storage: SqlStorage
    sample: Sample
    clock: FrozenClock
    chats: Mapping[Who, Chat]
    accounts: Mapping[Who, Account]
    shown: Mapping[Who, MessageId]
    """The message that shows Пётр's grade of algebra in each chat that got it."""

    entry: EntryId
    _made: dict[str, Any] = field(default_factory=dict)

    def method(self, what: str) -> Callable[..., Awaitable[object]]:
        """Return a use case by its name, as service.method."""
        service, _, name = what.partition(".")
        found: Callable[..., Awaitable[object]] = getattr(getattr(self.services, service), name)
        return found

    async def once(self, name: str, make: Callable[[], Awaitable[T]]) -> T:
        """Make a thing that several try their rights on, once."""
        if name not in self._made:
            self._made[name] = await make()
        made: T = self._made[name]
        return made

    def person(self, who: Who) -> PersonId:
        return self.accounts[who].person_id

    def author(self, who: Who) -> Author:
        account = self.accounts[who]
        return Author(account=account, bot_id=BotId(BOT), chat_id=ChatId(account.telegram_user_id))

    def tap(self, who: Who) -> Tap:
        """Return a tap on the grade; who has no such message taps on the mother's, by a forged button."""
        message = self.shown.get(who, self.shown[Who.MOTHER])
        author = self.author(who)
        return Tap(account=author.account, message_id=message, bot_id=author.bot_id, chat_id=author.chat_id)

    def to_teacher(self) -> Target:
        return Target(person_id=self.person(Who.TEACHER), student_id=self.sample.petr)


def letter(number: int) -> Letter:
    return Letter(message_id=TelegramMessageId(number), kind=LetterKind.TEXT, text="Здравствуйте")


async def assemble(storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample) -> Cast:
    """Bring those to the sample who are not in it, and a grade into everybody's chat who may read it."""
    verifiers = Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    services = build_services(
        storage, clock, school, timing(school), verifiers, bot_username=lambda: "diary_bot"
    )
    codes = CodesService(storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: "diary_bot")
    known = {
        Who.MOTHER: sample.mother,
        Who.FATHER: sample.father,
        Who.TUTOR: sample.tutor,
        Who.TEACHER: sample.teacher,
        Who.OFFICE: sample.office,
    }
    child = await codes.issue(role=Role.STUDENT, student_external="s1")
    leader = await codes.issue(role=Role.TEACHER, staff_external="t2")
    for who, user, secret in ((Who.STUDENT, 1004, child.code), (Who.CLASS_TEACHER, 2002, leader.code)):
        held = await services.linking.redeem(secret, bot_id=BotId(BOT), user=TelegramUserId(user))
        await services.linking.consent(held.code_id, newcomer(user))
        known[who] = await _chat(storage, user)
    document = await services.consents.in_force()
    await services.applying.consent(newcomer(9002), shown=document.version)
    known[Who.NOBODY] = await _chat(storage, 9002)
    await journal_of(storage, clock, school).record("journal", [grade()])
    return Cast(
        services=services,
        codes=codes,
        storage=storage,
        sample=sample,
        clock=clock,
        chats=known,
        accounts={who: await account_of(storage, chat) for who, chat in known.items()},
        shown={
            who: await show(storage, known[who], number=700 + number)
            for number, who in enumerate((Who.MOTHER, Who.FATHER, Who.TUTOR, Who.STUDENT))
        },
        entry=await _only_entry(storage),
    )


def newcomer(user: int) -> Newcomer:
    return Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")


async def _chat(storage: SqlStorage, user: int) -> Chat:
    async with storage.read() as uow:
        account = await uow.people.account(BotId(BOT), TelegramUserId(user))
        assert account is not None
        (place,) = await uow.people.destinations([account.person_id])
    return Chat(person=account.person_id, user=user, mailbox=place.mailbox_id)


async def _only_entry(storage: SqlStorage) -> EntryId:
    async with storage.read() as uow:
        return EntryId(int(await uow._connection.scalar(select(schema.entry.c.id)) or 0))
