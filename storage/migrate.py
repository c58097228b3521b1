"""Brings a database to the newest schema, or back."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import WRITES

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Apply what is missing; several processes at once wait for each other."""
    await _move(engine, lambda config: command.upgrade(config, revision))


async def downgrade(engine: AsyncEngine, revision: str) -> None:
    await _move(engine, lambda config: command.downgrade(config, revision))


async def _move(engine: AsyncEngine, go: Callable[[Config], None]) -> None:
    async with _unchecked(engine) as connection, connection.begin():
        before = await connection.run_sync(_stands_at)
        await connection.run_sync(lambda sync: go(alembic_config(sync)))
        if await connection.run_sync(_stands_at) != before:
            await connection.run_sync(_check)


@asynccontextmanager
async def _unchecked(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection on which SQLite may copy a table that others refer to.

    SQLite takes the setting outside of transactions only, so it is given past SQLAlchemy, which begins them.
    """
    async with engine.execution_options(**{WRITES: True}).connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        if connection.dialect.name == "sqlite":
            await driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            if connection.dialect.name == "sqlite":
                await driver.execute("PRAGMA foreign_keys = ON")


def _stands_at(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check(connection: Connection) -> None:
    """Raise RuntimeError where a migration has left a reference that leads nowhere."""
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration has broken references between tables; nothing of it was kept")
