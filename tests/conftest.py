"""Real parts for every room: a database file (or server) a test, a school in it, time that stands still."""

from collections.abc import AsyncIterator, Iterator
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.ids import SchoolId
from diary.models.school import School
from storage import schema
from storage.engine import build_engine
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.sample import Sample, build_sample


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def engine_name() -> str:
    """SQLite unless a room asks for both engines (tests/storage, tests/delivery)."""
    return "sqlite"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[PostgresTemplate]:
    template = PostgresTemplate()
    yield template
    template.stop()


@pytest.fixture
async def database_url(engine_name: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with _template(engine_name, request).database() as url:
        yield url


@pytest.fixture
async def empty_database_url(engine_name: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with _template(engine_name, request).empty() as url:
        yield url


def _template(engine_name: str, request: pytest.FixtureRequest) -> SqliteTemplate | PostgresTemplate:
    name = "postgres_template" if engine_name == "postgresql" else "sqlite_template"
    template: SqliteTemplate | PostgresTemplate = request.getfixturevalue(name)
    return template


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def school(engine: AsyncEngine) -> School:
    values = {"name": "Школа № 7", "timezone": "Europe/Moscow", "default_locale": "ru", "grade_scale": "5"}
    async with engine.begin() as connection:
        await connection.execute(insert(schema.school).values(**values))
    return School(
        id=SchoolId(1),
        name="Школа № 7",
        timezone=ZoneInfo("Europe/Moscow"),
        default_locale="ru",
        grade_scale="5",
    )


@pytest.fixture
def storage(engine: AsyncEngine, school: School) -> SqlStorage:
    return SqlStorage(engine, school.id)


@pytest.fixture
async def sample(engine: AsyncEngine, school: School) -> Sample:
    return await build_sample(engine)
