"""One human being that was known as two persons becomes one."""

from datetime import datetime

from sqlalchemy import Column, ColumnElement, Table, and_, exists, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId
from storage.schema import (
    access_code,
    account,
    acknowledgement,
    bar,
    child_view,
    consent,
    destination,
    link,
    notice,
    person,
    relay,
    request,
    staff,
    staff_role,
)

MENTIONS = (
    account.c.person_id,
    consent.c.person_id,
    staff.c.person_id,
    relay.c.sender_id,
    relay.c.recipient_id,
    notice.c.person_id,
    access_code.c.person_id,
    access_code.c.issued_by_id,
    access_code.c.spent_by_id,
    link.c.granted_by_id,
    link.c.revoked_by_id,
    bar.c.created_by_id,
    request.c.person_id,
    request.c.decided_by_id,
)
"""What simply changes its person."""

HELD = (
    (destination, ("mailbox_id",), "ended_at"),
    (link, ("student_id", "role"), "revoked_at"),
    (staff_role, ("role",), "revoked_at"),
    (bar, ("student_id",), "lifted_at"),
    (child_view, ("student_id",), None),
    (acknowledgement, ("entry_id", "revision", "student_id"), None),
)
"""What a person may hold once only, by these columns; the column that ends it."""


async def merge_persons(
    connection: AsyncConnection, source: PersonId, target: PersonId, now: datetime
) -> None:
    """Move all to `target`; of what both hold, `source`'s is ended (a signature stays as it was given)."""
    for column in MENTIONS:
        await connection.execute(update(column.table).where(column == source).values({column.name: target}))
    for table, once, ended in HELD:
        await _move(connection, table, once, ended, source, target)
        if ended is not None:
            live = and_(table.c.person_id == source, table.c[ended].is_(None))
            await connection.execute(update(table).where(live).values({ended: now}))
    order = exists().where(
        bar.c.person_id == target, bar.c.student_id == link.c.student_id, _live(bar.c.lifted_at)
    )
    barred = update(link).where(link.c.person_id == target, _live(link.c.revoked_at), order)
    await connection.execute(barred.values(revoked_at=now, revoked_why="an order"))
    await connection.execute(update(person).where(person.c.id == source).values(erased_at=now))


async def _move(
    connection: AsyncConnection,
    table: Table,
    once: tuple[str, ...],
    ended: str | None,
    source: PersonId,
    target: PersonId,
) -> None:
    twin = table.alias()
    same: list[ColumnElement[bool]] = [twin.c[name] == table.c[name] for name in once]
    if ended is not None:
        same.append(_live(twin.c[ended]))
        same.append(_live(table.c[ended]))
    held = exists().where(twin.c.person_id == target, *same)
    query = update(table).where(table.c.person_id == source, ~held).values(person_id=target)
    await connection.execute(query)


def _live(ended: Column[datetime]) -> ColumnElement[bool]:
    return ended.is_(None)
