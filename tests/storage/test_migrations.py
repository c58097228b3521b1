"""The way of a database from nothing to the newest schema and back, whatever steps there are."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import build_engine
from storage.migrate import MIGRATIONS, downgrade, upgrade
from storage.schema import metadata
from tests.support.product import ROOT
from tests.support.schemas import fill, rows, shape, shared

LOSSY: frozenset[str] = frozenset()
"""Steps that cannot be gone back without losing rows, each with its reason beside it."""

T = TypeVar("T")


def steps() -> list[str]:
    """Return the revisions, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(empty_database_url)
    yield engine
    await engine.dispose()


async def look(engine: AsyncEngine, at: Callable[[Connection], T]) -> T:
    async with engine.connect() as connection:
        return await connection.run_sync(at)


def differences(connection: Connection) -> Any:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, metadata)


def test_there_is_one_way_and_its_steps_are_numbered() -> None:
    assert steps() == [f"{number:04}" for number in range(1, len(steps()) + 1)]


async def test_every_step_is_gone_back_without_a_trace(empty: AsyncEngine) -> None:
    shapes = [await look(empty, shape)]
    for step in steps():
        await upgrade(empty, step)
        shapes.append(await look(empty, shape))

    for number in reversed(range(len(steps()))):
        await downgrade(empty, "-1")
        assert await look(empty, shape) == shapes[number], f"{steps()[number]} leaves a trace"
        if number:
            await upgrade(empty, "+1")
            assert await look(empty, shape) == shapes[number + 1], f"{steps()[number]} is not the same again"
            await downgrade(empty, "-1")

    assert shapes[0] == {}
    await upgrade(empty)
    assert await look(empty, shape) == shapes[-1]


async def test_the_last_step_leads_to_the_schema_that_the_code_speaks_of(empty: AsyncEngine) -> None:
    await upgrade(empty)

    assert await look(empty, differences) == []


async def test_a_migrated_database_is_the_same_as_one_made_at_once(
    empty: AsyncEngine, engine: AsyncEngine
) -> None:
    await upgrade(empty)

    migrated, made = await look(empty, shape), await look(engine, shape)

    assert sorted(migrated) == sorted(made)
    for table, expected in made.items():
        assert migrated[table] == expected, table


async def test_rows_outlive_every_step_back_and_forth(empty: AsyncEngine) -> None:
    await upgrade(empty)
    async with empty.begin() as connection:
        await connection.run_sync(fill, metadata)
    before = await look(empty, rows)
    assert all(before[table.name] for table in metadata.sorted_tables)

    ways = [*((downgrade, one) for one in steps()[:-1][::-1]), *((upgrade, one) for one in steps()[1:])]
    for go, step in ways:
        await go(empty, step)
        after = await look(empty, rows)
        if step not in LOSSY:
            old, new = shared(before, after)
            assert new == old, f"{go.__name__} to {step} has changed rows"
        before = after


async def test_processes_that_start_together_migrate_one_after_another(
    empty: AsyncEngine, empty_database_url: str
) -> None:
    environment = {**os.environ, "DATABASE_URL": empty_database_url}
    command = (sys.executable, "-m", "bot", "migrate")

    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT, stdout=DEVNULL)
        for _ in range(3)
    ]

    assert await asyncio.gather(*(one.wait() for one in processes)) == [0, 0, 0]
    assert await look(empty, differences) == []
