"""INSERT … ON CONFLICT in the words of each engine."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def upsert(connection: AsyncConnection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Return an insert that takes `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(connection: AsyncConnection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Insert what does not exist under any unique key yet."""
    return upsert(connection, table).on_conflict_do_nothing()
