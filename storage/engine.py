"""Engines set up so that SQLite and PostgreSQL keep the same promises."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_driver import OneTripDriver

WRITES = "diary_writes"
"""Execution option of connections that will write: on SQLite they take the write lock at BEGIN."""

BUSY_TIMEOUT_MS = 10_000
"""Only other processes (an import beside the bot) are waited for; our own writers queue on a lock."""


def build_engine(url: str) -> AsyncEngine:
    """Return an engine; a SQLite file's folder is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(
            parsed, module=OneTripDriver(), pool_size=8, max_overflow=0, hide_parameters=True
        )
        event.listen(engine.sync_engine, "connect", _configure_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    # parameters are texts and names of children: errors and logs go without them
    return create_async_engine(parsed, pool_size=12, max_overflow=0, hide_parameters=True)


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # without this the driver begins transactions on its own, and late: increments were lost
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        # first: changing the journal mode waits for other processes as well
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
