"""Nothing that tells who somebody was is left in any column of any table, nor in the file itself."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Column, Table, insert, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.errors import NotEntitledError
from diary.models.deliveries import Lane
from diary.models.ids import AccountId, PersonId, SchoolId, TelegramUserId
from diary.models.people import Account
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.privacy import PrivacyService
from storage.repositories.erasure import PLAN, How
from storage.repositories.erasure.wiping import TOMBSTONE
from storage.schema import metadata
from storage.schema.types import Instant
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON, FrozenClock
from tests.support.sample import BOT, Sample

WHO = "Zinaida-Telltale"
"""Stands in every text of the person's rows."""

USER = 0x5A1E_71A2_C3D4
"""Their number at Telegram, in as many bytes as such numbers have at most."""

MESSAGE = 0x77C1_A55E
WORDS: Mapping[str, object] = {
    "mailbox.state": "open",
    "mailbox.grades_when": "at_once",
    "link.role": "guardian",
    "staff_role.role": "teacher",
    "access_code.role": "guardian",
    "request.kind": "guardian",
    "request.state": "open",
    "relay.sender_role": "guardian",
    "relay.content": "text",
    "relay.state": "sent",
    "notice.what": "linked",
    "delivery.topic": "entry",
    "delivery.state": "queued",
    "message.layout": "fresh",
    "consent.version": "2026-1",
    "audit.detail": {},
    "audit.action": "linked",
}
"""What stands in a column of a closed vocabulary, where it may not be empty and is not a language."""

NUMBERS = {
    "bot_id": BOT,
    "chat_id": USER,
    "telegram_user_id": USER,
    "reserved_by": USER,
    "telegram_message_id": MESSAGE,
}
OTHERS: Mapping[type, object] = {Instant: MONDAY_NOON, sa.LargeBinary: b"b"}
ENDED = {
    "valid_until",
    "ended_at",
    "revoked_at",
    "erased_at",
    "withdrawn_at",
    "spent_at",
    "deleted_at",
    "lifted_at",
}
TEXTUAL_OURS = {"access_code.verifier_hash", "access_code.token_hash", "bot_lease.owner", "api_key.key_hash"}
"""Hashes and names of processes: no other column with room for words may be said to be ours alone."""


def columns(how: How) -> Iterator[Column[Any]]:
    for table in metadata.sorted_tables:
        names = PLAN[table.name].get(how, "").split()
        yield from (table.c[name] for name in names)


def test_the_plan_speaks_of_every_column_once() -> None:
    planned = {table: sorted(" ".join(hows.values()).split()) for table, hows in PLAN.items()}

    assert planned == {table.name: sorted(table.c.keys()) for table in metadata.sorted_tables}


def test_no_column_with_room_for_words_passes_for_a_number_of_ours() -> None:
    roomy = {
        str(one) for one in columns(How.OURS) if isinstance(one.type, sa.String | sa.JSON | sa.LargeBinary)
    }

    assert roomy - TEXTUAL_OURS == {"link.subjects"}  # ids of ours


@pytest.fixture
def privacy(storage: SqlStorage, clock: FrozenClock, school: School) -> PrivacyService:
    timing = Timing(school=school, coalesce=timedelta(), hold=timedelta())
    return PrivacyService(storage=storage, clock=clock, timing=timing)


@pytest.fixture
async def account(engine: AsyncEngine, sample: Sample) -> Account:
    """Fill a row of every table that may speak of a person with one who is told by all of it."""
    async with engine.begin() as connection:
        person = insert(metadata.tables["person"]).values(school_id=1, created_at=MONDAY_NOON)
        new = await connection.execute(person)
        known = {"student": int(sample.petr), "person": (new.inserted_primary_key or [0])[0]}
        for table in metadata.sorted_tables:
            schools = How.SCHOOLS in PLAN[table.name] and table.name != "api_key"
            if schools and await connection.scalar(select(sa.func.count()).select_from(table)):
                continue
            if table.name == "person":
                continue
            values = {
                one.name: await _value(connection, one, known) for one in table.columns if one.name != "id"
            }
            result = await connection.execute(insert(table).values(**values))
            if "id" in table.c:
                known[table.name] = (result.inserted_primary_key or [0])[0]
        # what others were told of them
        label = _filled(metadata.tables["link"].c.label)
        told = metadata.tables["notice"]
        for data in (
            {"label": label, "student": {"given_name": "Пётр"}},
            {"who": [{"label": label}], "text": f"…{WHO}.request.claims…"},
        ):
            values = {"school_id": 1, "what": "chat_blocked", "data": data, "created_at": MONDAY_NOON}
            await connection.execute(insert(told).values(**values, person_id=sample.office.person))
    return Account(
        id=AccountId(known["account"]),
        person_id=PersonId(known["person"]),
        school_id=SchoolId(1),
        telegram_user_id=TelegramUserId(USER),
        locale="ru",
    )


def _how(column: Column[Any]) -> How:
    found = PLAN[column.table.name]
    return next(how for how, names in found.items() if column.name in names.split())


async def _value(connection: Any, column: Column[Any], known: Mapping[str, int]) -> object:
    for reference in column.foreign_keys:
        table: Table = reference.column.table
        first = select(sa.func.min(reference.column))
        own = table is column.table
        return None if own else known.get(table.name) or await connection.scalar(first)
    if column.name in {"actor_id", "person_id"}:
        return known["person"]
    return None if column.name in ENDED else _written(column)


def _written(column: Column[Any]) -> object:
    how = _how(column)
    if how is How.KEPT:
        return "an order"
    if how is not How.WORD:
        return _filled(column)
    fallback = "ru" if column.name == "locale" else None if column.nullable else "x"
    return WORDS.get(str(column), fallback)


def _filled(column: Column[Any]) -> object:
    plain = _how(column) is How.SCHOOLS or str(column) in TEXTUAL_OURS
    text = "nobody's" if plain else f"{WHO}.{column}"
    if isinstance(column.type, sa.String):
        return text[: column.type.length or len(text)]
    if isinstance(column.type, sa.JSON):
        return [1] if column.name == "subjects" else {"name": text, "words": [text]}
    if isinstance(column.type, sa.Boolean):
        return column.name in {"private", "may_write"}
    if isinstance(column.type, sa.Integer):
        return NUMBERS.get(column.name, 1)
    return next((value for kind, value in OTHERS.items() if isinstance(column.type, kind)), None)


async def everything(engine: AsyncEngine) -> dict[str, str]:
    async with engine.connect() as connection:
        return {
            f"{table.name}.{column.name}": " ".join(
                str(one) for one in await connection.scalars(select(column))
            )
            for table in metadata.sorted_tables
            for column in table.columns
        }


def telling(stored: Mapping[str, str]) -> list[str]:
    return [
        column
        for column, text in stored.items()
        if any(each in text for each in (WHO[:12], str(USER), str(MESSAGE)))
    ]


async def test_nothing_is_left_that_tells_who_it_was(
    engine: AsyncEngine, privacy: PrivacyService, account: Account
) -> None:
    wanted = {How.BLANKED, How.DROPPED, How.TOMBSTONED}
    before = telling(await everything(engine))
    assert set(before) == {str(one) for how in wanted for one in columns(how)}

    await privacy.erase(account)

    assert telling(await everything(engine)) == []


async def test_the_file_itself_forgets(
    engine: AsyncEngine, privacy: PrivacyService, account: Account
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's files are its own; its vacuum clears them")
    file = Path(str(make_url(str(engine.url)).database))
    traces = (WHO[:12].encode(), USER.to_bytes(6), MESSAGE.to_bytes(4))
    assert any(traces[0] in path.read_bytes() for path in file.parent.glob(f"{file.name}*"))

    await privacy.erase(account)

    for path in file.parent.glob(f"{file.name}*"):
        left = path.read_bytes()
        assert [trace for trace in traces if trace in left] == [], path.name


async def test_what_stays_stands_under_a_number_that_is_nobodys(
    engine: AsyncEngine, privacy: PrivacyService, account: Account, storage: SqlStorage
) -> None:
    await privacy.erase(account)

    tables = metadata.tables
    async with engine.connect() as connection:
        signed = select(tables["acknowledgement"].c.person_id)
        assert account.person_id in set(await connection.scalars(signed))
        barred = select(tables["bar"].c.person_id, tables["bar"].c.basis)
        assert (await connection.execute(barred)).one() == (account.person_id, "an order")
        users = select(tables["account"].c.telegram_user_id).where(tables["account"].c.id == account.id)
        assert await connection.scalar(users) == -(TOMBSTONE + account.id)
        boxes = select(tables["mailbox"].c.state).where(tables["mailbox"].c.chat_id < -(2**52))
        assert (await connection.scalars(boxes)).all() == ["closed"]
    async with storage.read() as uow:
        assert await uow.people.account(BOT, account.telegram_user_id) is None


@pytest.mark.parametrize("state", ["queued", "sending", "unknown"])
async def test_what_was_on_its_way_to_them_is_cancelled_and_nothing_is_ever_due_there(
    engine: AsyncEngine,
    storage: SqlStorage,
    clock: FrozenClock,
    privacy: PrivacyService,
    account: Account,
    state: str,
) -> None:
    delivery, mailbox = metadata.tables["delivery"], metadata.tables["mailbox"]
    async with engine.begin() as connection:
        await connection.execute(sa.update(delivery).values(state=state))
        await connection.execute(sa.update(mailbox).values(due_at=MONDAY_NOON, lane=int(Lane.TALK)))

    await privacy.erase(account)

    async with engine.connect() as connection:
        assert set(await connection.scalars(select(delivery.c.state).where(delivery.c.topic == "entry"))) == {
            "cancelled"
        }
    async with storage.read() as uow:
        due = await uow.dispatch.due(BOT, now=clock.now(), urgent=100, bulk=100, busy=())
    assert min(one.chat_id for one in due) > 0


async def test_an_erasure_is_done_once(privacy: PrivacyService, account: Account) -> None:
    await privacy.erase(account)
    with pytest.raises(NotEntitledError):
        await privacy.erase(account)
