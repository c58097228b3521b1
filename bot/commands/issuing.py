"""The services behind `codes` and `keys`; deep links need the bot's name, which Telegram tells."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.commands.database import open_database
from bot.errors import SettingsError
from bot.settings import Settings
from diary.clock import SystemClock
from diary.services.api_keys import ApiKeysService
from diary.services.codes import CodesService
from diary.services.first_office import FirstOfficeService
from diary.services.verifiers import Verifiers

TELEGRAM_SECONDS = 10


@asynccontextmanager
async def open_codes() -> AsyncIterator[CodesService]:
    async with open_database() as database:
        username = await bot_username(database.settings)
        yield CodesService(
            storage=database.storage,
            clock=SystemClock(),
            verifiers=Verifiers(),
            bot_username=lambda: username,
        )


@asynccontextmanager
async def open_first_office() -> AsyncIterator[tuple[FirstOfficeService, str]]:
    """Yield the service and the bot's name."""
    async with open_database() as database:
        first_office = FirstOfficeService(
            storage=database.storage, clock=SystemClock(), verifiers=Verifiers()
        )
        yield first_office, await bot_username(database.settings)


@asynccontextmanager
async def open_keys() -> AsyncIterator[ApiKeysService]:
    async with open_database() as database:
        yield ApiKeysService(storage=database.storage, clock=SystemClock())


async def bot_username(settings: Settings) -> str:
    """Return the bot's name, empty where there is no token or Telegram cannot be reached."""
    timeout = aiohttp.ClientTimeout(total=TELEGRAM_SECONDS)
    try:
        url = f"{settings.telegram_api_url}/bot{settings.token}/getMe"
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as answer:
            body = await answer.json(content_type=None)
    except (SettingsError, aiohttp.ClientError, TimeoutError, ValueError):
        return ""
    return str(body.get("result", {}).get("username", "")) if isinstance(body, dict) else ""
