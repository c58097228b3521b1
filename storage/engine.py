"""Engines set up so that SQLite and PostgreSQL keep the same promises."""

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_driver import OneTripDriver

WRITES = "diary_writes"
"""Execution option of connections that will write: on SQLite they take the write lock at BEGIN."""

BUSY_TIMEOUT_MS = 10_000
"""Only other processes (an import beside the bot) are waited for; our own writers queue on a lock."""

CHECKPOINT_PAGES = 8_000
"""Pages that gather in the log before they are written to the file: most are written again meanwhile."""

JSON: dict[str, Any] = {"json_serializer": json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode}
"""Cyrillic as it is: escaped it takes three times the room."""

READING_KIB, WRITING_KIB = 16_000, 64_000

PRAGMAS = (
    # first: changing the journal mode waits for other processes as well
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
)


def build_engine(url: str) -> AsyncEngine:
    """Return an engine; a SQLite file's folder is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            # children's data: for nobody else on this machine
            Path(parsed.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _keep_private(Path(parsed.database))
        return _sqlite_engine(parsed, connections=8, cache_kib=READING_KIB)
    # parameters are texts and names of children: errors and logs go without them
    return create_async_engine(parsed, pool_size=12, max_overflow=0, hide_parameters=True, **JSON)


def _keep_private(database: Path) -> None:
    """Make the file its owner's alone before anything is in it; SQLite gives its log the same mode.

    One that is there is not opened: closing it would end the locks that this process has on it.
    """
    # whatever else is wrong with the place, SQLite says when it opens it
    with contextlib.suppress(OSError):
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        with contextlib.suppress(OSError):
            if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
                path.chmod(0o600)


def writer_of(engine: AsyncEngine) -> AsyncEngine:
    """Return the engine of writing transactions, disposed of with this one.

    On SQLite it has one connection: its pages and statements stay at hand, while every write empties the
    caches of all other connections.
    """
    if engine.dialect.name == "sqlite":
        writer = _sqlite_engine(engine.url, connections=1, cache_kib=WRITING_KIB)
        event.listen(engine.sync_engine, "engine_disposed", lambda _: writer.sync_engine.dispose())
        engine = writer
    return engine.execution_options(**{WRITES: True})


def _sqlite_engine(url: URL, *, connections: int, cache_kib: int) -> AsyncEngine:
    def configure(connection: Any, _record: Any) -> None:
        # without this the driver begins transactions on its own, and late: increments were lost
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, f"cache_size = -{cache_kib}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    engine = create_async_engine(
        url, module=OneTripDriver(), pool_size=connections, max_overflow=0, hide_parameters=True, **JSON
    )
    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
