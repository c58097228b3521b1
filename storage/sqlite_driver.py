"""aiosqlite with one trip to its thread a statement, where SQLAlchemy's own adapter makes four."""

import sqlite3
from collections import deque
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util.concurrency import await_

NOTHING_CLOSED: MappingProxyType[str, Any] = MappingProxyType({})


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """Executes and fetches in one go; the real cursor never leaves the thread of its connection."""

    __slots__ = ("_described", "_last_row", "_touched")

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        # the parent's would ask the thread for a cursor here already
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection  # noqa: SLF001 - the adapter's own protocol
        self._soft_closed_memoized = NOTHING_CLOSED  # type: ignore[assignment]
        self._rows = deque()
        self._described: Any = None
        self._touched, self._last_row = -1, 0

    @property
    def description(self) -> Any:
        return self._described

    @property
    def rowcount(self) -> int:
        return self._touched

    @property
    def lastrowid(self) -> int:
        return self._last_row

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        return self._go(operation, parameters if parameters is not None else (), many=False)

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        return self._go(operation, seq_of_parameters, many=True)

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """There is nothing left to close."""

    def _go(self, operation: str, parameters: Sequence[Any], *, many: bool) -> Any:
        try:
            await_(self._trip(operation, parameters, many=many))
        except Exception as error:  # noqa: BLE001 - the adapter sorts out what it is
            self._adapt_connection._handle_exception(error)  # noqa: SLF001 - as above

    async def _trip(self, operation: str, parameters: Sequence[Any], *, many: bool) -> None:
        connection: Any = self._connection
        raw: sqlite3.Connection = connection._conn  # noqa: SLF001 - SQLAlchemy's adapter does the same

        def go() -> None:
            cursor = raw.executemany(operation, parameters) if many else raw.execute(operation, parameters)
            self._described = cursor.description
            self._rows = deque(cursor.fetchall()) if cursor.description else deque()
            self._touched, self._last_row = cursor.rowcount, cursor.lastrowid or 0
            cursor.close()

        async with self._adapt_connection._execute_mutex:  # noqa: SLF001 - as above
            await connection._execute(go)  # noqa: SLF001 - aiosqlite's one way into its thread


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = OneTripCursor  # type: ignore[assignment]  # the adapter declares its own cursor, ours is one

    def rollback(self) -> None:
        """Spare the trip where there is nothing to roll back: the pool asks after every commit."""
        if self._connection.in_transaction:
            super().rollback()


class OneTripDriver(AsyncAdapt_aiosqlite_dbapi):
    """To be given to `create_async_engine(module=…)`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> OneTripConnection:
        adapted = super().connect(*arg, **kw)
        return OneTripConnection(self, adapted._connection)  # noqa: SLF001 - the driver's connection
