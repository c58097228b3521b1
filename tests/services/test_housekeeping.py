from datetime import timedelta

from sqlalchemy import Table, func, select

from diary.models.codes import CodeState, NewCode
from diary.models.ids import ChatId, TelegramUserId
from diary.models.occasions import Occasion
from diary.models.people import Role
from diary.services.housekeeping import HousekeepingService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.engines import both_engines
from tests.support.sample import BOT, Sample

ANNA, BORIS = TelegramUserId(1), TelegramUserId(2)


engine_name = both_engines


async def tidy(storage: SqlStorage, **later: float) -> None:
    now = MONDAY_NOON + timedelta(**later)
    await HousekeepingService(storage=storage).tidy(Occasion(due=now, now=now))


async def rows(storage: SqlStorage, table: Table) -> int:
    async with storage.read() as uow:
        return int(await uow._connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_tries_and_dialogues_past_their_use_are_dropped(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        for moment in (MONDAY_NOON, MONDAY_NOON + timedelta(hours=23, minutes=30)):
            await uow.code_tries.begin(BOT, ANNA, now=moment)
            chat = ChatId(moment.hour)
            await uow.conversations.put(BOT, chat, ANNA, "writing", {"text": "…"}, now=moment)
        await uow.commit()

    await tidy(storage, hours=24, seconds=1)

    assert await rows(storage, schema.code_attempt) == 1
    assert await rows(storage, schema.conversation) == 1


async def test_a_code_held_for_too_long_names_nobody_any_more(storage: SqlStorage, sample: Sample) -> None:
    held_until = MONDAY_NOON + timedelta(hours=24)
    async with storage.write() as uow:
        for label in ("мама", "папа"):
            code = NewCode(
                role=Role.GUARDIAN,
                student_id=sample.petr,
                staff_id=None,
                label=label,
                selector=7,
                verifier_hash="hash",
                token_hash=label.encode().ljust(32, b"-"),
                issued_by=None,
                expires_at=MONDAY_NOON + timedelta(days=14),
            )
            code_id = await uow.codes.add(code, now=MONDAY_NOON)
            user, until = (ANNA, held_until) if label == "мама" else (BORIS, held_until + timedelta(hours=1))
            await uow.codes.reserve(code_id, user, now=MONDAY_NOON, until=until)
        await uow.commit()

    await tidy(storage, hours=24)

    async with storage.read() as uow:
        listed = await uow.codes.all(now=held_until)
        holders = await uow._connection.scalars(
            select(schema.access_code.c.reserved_by).order_by(schema.access_code.c.id)
        )
    assert holders.all() == [None, BORIS]
    assert [one.state for one in listed] == [CodeState.RESERVED, CodeState.OPEN]


async def test_it_is_done_once_a_day(storage: SqlStorage, sample: Sample) -> None:
    await tidy(storage)
    async with storage.write() as uow:
        await uow.code_tries.begin(BOT, ANNA, now=MONDAY_NOON - timedelta(days=7))
        await uow.commit()

    await tidy(storage, hours=3)
    assert await rows(storage, schema.code_attempt) == 1
    await tidy(storage, days=1)
    assert await rows(storage, schema.code_attempt) == 0
