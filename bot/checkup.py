"""Looks at everything an installation needs, and says in two languages how to mend what is wrong."""

import shutil
import socket
import stat
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path

import aiohttp
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingsError
from bot.settings import Settings
from storage.engine import build_engine
from storage.migrate import MIGRATIONS

LEAST_FREE_BYTES = 500 * 2**20
MOST_CLOCK_ERROR = timedelta(seconds=30)
TELEGRAM_SECONDS = 10


class Verdict(Enum):
    GOOD = "✓"
    NOTE = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    name_ru: str
    verdict: Verdict
    english: str
    russian: str


class Checkup:
    """Each check stands alone: one that fails hides no other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def examine(self) -> list[Finding]:
        checks: tuple[Callable[[], Awaitable[Finding]], ...] = (
            self._token,
            self._telegram,
            self._database,
            self._disk,
            self._port,
            self._push_key,
            self._secret_key,
        )
        return [await check() for check in checks]

    async def _token(self) -> Finding:
        try:
            _ = self._settings.token
        except SettingsError as error:
            return _bad("bot token", "токен бота", error.english, error.russian)
        return _good("bot token", "токен бота")

    async def _telegram(self) -> Finding:
        name = ("Telegram", "Telegram")
        try:
            token = self._settings.token
            timeout = aiohttp.ClientTimeout(total=TELEGRAM_SECONDS)
            base = f"{self._settings.telegram_api_url}/bot{token}"
            async with aiohttp.ClientSession(timeout=timeout) as http, http.get(f"{base}/getMe") as answer:
                status, date = answer.status, answer.headers.get("Date")
        except SettingsError:
            return _note(*name, "not tried without a token", "без токена не проверялся")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return _bad(
                *name,
                f"cannot be reached ({type(error).__name__}): check the network and TELEGRAM_API_URL",
                f"недоступен ({type(error).__name__}): проверьте сеть и TELEGRAM_API_URL",
            )
        if status in {401, 404}:
            return _bad(
                *name,
                "does not know this token: ask @BotFather for the current one",
                "не знает этот токен: возьмите действующий у @BotFather",
            )
        if date and abs(parsedate_to_datetime(date) - datetime.now(UTC)) > MOST_CLOCK_ERROR:
            return _bad(
                *name,
                "answers, but this machine's clock is wrong: turn on time synchronisation",
                "отвечает, но часы этой машины неверны: включите синхронизацию времени",
            )
        return _good(*name)

    async def _database(self) -> Finding:
        name = ("database", "база данных")
        engine = build_engine(self._settings.database_url)
        try:
            current = await _revision(engine)
        except (OSError, SQLAlchemyError, ImportError) as error:
            return _bad(
                *name,
                f"cannot be used ({type(error).__name__}): check DATABASE_URL",
                f"недоступна ({type(error).__name__}): проверьте DATABASE_URL",
            )
        finally:
            await engine.dispose()
        if current != ScriptDirectory(str(MIGRATIONS)).get_current_head():
            return _note(
                *name,
                "will be brought up to date at the next start",
                "обновится при следующем запуске",
            )
        return _good(*name)

    async def _disk(self) -> Finding:
        name = ("disk", "диск")
        folder = _existing(_data_folder(self._settings))
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE_BYTES:
            megabytes = free // 2**20
            return _bad(*name, f"only {megabytes} MB left", f"осталось только {megabytes} МБ")
        return _good(*name)

    async def _port(self) -> Finding:
        name = ("push API address", "адрес push API")
        host, port = self._settings.http_host, self._settings.http_port
        with socket.socket() as probe:
            probe.settimeout(1)
            if port and probe.connect_ex((host, port)) == 0:
                return _note(
                    *name,
                    f"something already answers at {host}:{port}: fine if it is this bot",
                    f"на {host}:{port} уже кто-то отвечает: хорошо, если это этот бот",
                )
        return _good(*name)

    async def _push_key(self) -> Finding:
        name = ("push key", "ключ push API")
        key = self._settings.api_key.get_secret_value()
        if key and len(key) < 16:  # noqa: PLR2004 - the length is said in the sentence
            return _bad(
                *name,
                "API_KEY is shorter than 16 characters: python -m bot keys issue makes a good one",
                "API_KEY короче 16 знаков: хороший ключ даст python -m bot keys issue",
            )
        return _good(*name)

    async def _secret_key(self) -> Finding:
        name = ("secret key", "секретный ключ")
        path = _data_folder(self._settings) / "secret_key"
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            return _bad(
                *name,
                f"others can read {path}: chmod 600 {path}",
                f"{path} доступен другим: chmod 600 {path}",
            )
        return _good(*name)


async def _revision(engine: AsyncEngine) -> str | None:
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


def _data_folder(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    sqlite = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)).parent if sqlite else Path("data")


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def _good(name: str, name_ru: str) -> Finding:
    return Finding(name, name_ru, Verdict.GOOD, "", "")


def _note(name: str, name_ru: str, english: str, russian: str) -> Finding:
    return Finding(name, name_ru, Verdict.NOTE, english, russian)


def _bad(name: str, name_ru: str, english: str, russian: str) -> Finding:
    return Finding(name, name_ru, Verdict.BAD, english, russian)
