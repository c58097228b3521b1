"""Many rows at once. SQLAlchemy's own way costs three times as much on SQLite, where a push waits for it."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.chunks import chunks
from storage.repositories.upsert import insert_new, upsert

BLOCK = 100
"""Rows a statement: the driver keeps the prepared text of full blocks, the rest go row by row."""

NOTHING = object()

Row = Mapping[str, Any]


async def insert_rows(
    connection: AsyncConnection, table: Table, rows: Sequence[Row], *, skip_known: bool = False
) -> None:
    """Insert rows that all have the same columns; `skip_known` leaves alone what a unique key already has."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        await connection.execute((insert_new if skip_known else upsert)(connection, table), list(rows))
        return
    columns = tuple(rows[0])
    write = _writer(table, columns, connection.dialect)
    suffix = " ON CONFLICT DO NOTHING" if skip_known else ""
    values = list(map(write, rows))
    whole = len(values) // BLOCK * BLOCK
    if whole:
        blocks = [tuple(chain.from_iterable(block)) for block in chunks(values[:whole], BLOCK)]
        await connection.exec_driver_sql(_statement(table, columns, BLOCK, suffix), blocks)
    if values[whole:]:
        await connection.exec_driver_sql(_statement(table, columns, 1, suffix), values[whole:])


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], count: int, suffix: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    row = f"({', '.join('?' * len(columns))})"
    rows = ", ".join([row] * count)
    return f'INSERT INTO "{table.name}" ({names}) VALUES {rows}{suffix}'  # noqa: S608 - our own names


@lru_cache(maxsize=64)
def _writer(table: Table, columns: tuple[str, ...], dialect: Dialect) -> Callable[[Row], tuple[Any, ...]]:
    """Return how a row becomes what this engine's driver takes."""
    pick = itemgetter(*columns)
    processors = [
        (place, _remembering(process))
        for place, name in enumerate(columns)
        if (process := table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
    ]

    def write(row: Row) -> tuple[Any, ...]:
        values = list(pick(row))
        for place, process in processors:
            values[place] = process(values[place])
        return tuple(values)

    return write


def _remembering(process: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the same for the same object as in the row before: moments, mostly, are."""
    given, taken = NOTHING, None

    def once(value: Any) -> Any:
        nonlocal given, taken
        if value is not given:
            given, taken = value, process(value)
        return taken

    return once
