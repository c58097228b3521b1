"""The database as commands open it: migrated, with its school."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import CommandError
from bot.school import settle_school
from bot.settings import Settings, load_settings
from diary.models.school import School
from storage.engine import build_engine
from storage.migrate import upgrade
from storage.unit_of_work import SqlStorage


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    settings: Settings
    engine: AsyncEngine
    school: School
    storage: SqlStorage


@asynccontextmanager
async def open_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """Yield the engine; raise CommandError where the database is not to be had."""
    try:
        engine = build_engine(url)
    except (OSError, ImportError, SQLAlchemyError) as error:
        raise _not_to_be_had(error) from error
    try:
        yield engine
    except (OSError, SQLAlchemyError) as error:
        raise _not_to_be_had(error) from error
    finally:
        await engine.dispose()


def _not_to_be_had(error: Exception) -> CommandError:
    kind = type(getattr(error, "orig", None) or error).__name__
    return CommandError(
        f"The database cannot be used ({kind}). Check DATABASE_URL, and that the server runs.",
        f"База данных недоступна ({kind}). Проверьте DATABASE_URL и то, что сервер запущен.",
    )


@asynccontextmanager
async def open_database() -> AsyncIterator[Database]:
    settings = load_settings()
    async with open_engine(settings.database_url) as engine:
        await upgrade(engine)
        school = await settle_school(engine, settings)
        yield Database(settings=settings, engine=engine, school=school, storage=SqlStorage(engine, school.id))
