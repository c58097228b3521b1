"""Row ids taken before the rows are written, so that rows that name each other go in by bulk."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


async def allocate(connection: AsyncConnection, table: Table, count: int) -> Sequence[int]:
    """Return fresh ids of the table; SQLite has one writing transaction at a time."""
    if count == 0:
        return []
    if connection.dialect.name == "sqlite":
        last = await connection.scalar(_last(table)) or 0
        return range(last + 1, last + 1 + count)
    sequence = func.pg_get_serial_sequence(table.name, "id")
    numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return list(await connection.scalars(numbers))


@lru_cache(maxsize=32)
def _last(table: Table) -> Select[Any]:
    return select(func.max(table.c.id))
