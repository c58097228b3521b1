"""The services behind commands that need neither codes nor Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.commands.database import open_database
from bot.services import build_timing
from diary.clock import SystemClock
from diary.services.consents import ConsentService
from views.consent import BUILT_IN


@asynccontextmanager
async def open_consents() -> AsyncIterator[ConsentService]:
    async with open_database() as database:
        yield ConsentService(
            storage=database.storage,
            clock=SystemClock(),
            timing=build_timing(database.school, database.settings),
            built_in=BUILT_IN,
        )
