"""Links guardians by the thousand: through codes, each would take a person at a phone and two slow hashes."""

from datetime import UTC, datetime

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.school import BenchSchool
from simulator.testing import BOT_ID
from storage import schema
from storage.engine import WRITES, build_engine
from storage.repositories.ids import allocate


async def link_guardians(url: str, school: BenchSchool) -> None:
    """Give every guardian of the school a person, an account, a chat and a right on their child."""
    engine = build_engine(url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await _link(connection, school)
    await engine.dispose()


async def _link(connection: AsyncConnection, school: BenchSchool) -> None:
    now = datetime.now(UTC)
    school_id = await connection.scalar(select(schema.school.c.id))
    found = await connection.execute(select(schema.student.c.external_id, schema.student.c.id))
    students = {row[0]: row[1] for row in found}
    chats = list(school.chats)
    children = [students[f"s{n // school.guardians}"] for n in range(len(chats))]
    persons = await allocate(connection, schema.person, len(chats))
    boxes = await allocate(connection, schema.mailbox, len(chats))

    async def add(table: Table, rows: list[dict[str, object]]) -> None:
        await connection.execute(insert(table), rows)

    await add(
        schema.person,
        [{"id": person, "school_id": school_id, "created_at": now} for person in persons],
    )
    await add(
        schema.mailbox,
        [
            {"id": box, "bot_id": BOT_ID, "chat_id": chat, "private": True, "state": "open", "locale": "ru"}
            for box, chat in zip(boxes, chats, strict=True)
        ],
    )
    await add(
        schema.account,
        [
            {
                "person_id": person,
                "bot_id": BOT_ID,
                "telegram_user_id": chat,
                "locale": "ru",
                "created_at": now,
            }
            for person, chat in zip(persons, chats, strict=True)
        ],
    )
    await add(
        schema.destination,
        [
            {"person_id": person, "mailbox_id": box, "created_at": now}
            for person, box in zip(persons, boxes, strict=True)
        ],
    )
    await add(
        schema.link,
        [
            {
                "person_id": person,
                "student_id": child,
                "role": "guardian",
                "may_write": True,
                "created_at": now,
            }
            for person, child in zip(persons, children, strict=True)
        ],
    )
