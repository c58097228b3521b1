"""How updates are to come in: said to Telegram at start, again and again until it has heard."""

import asyncio
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramUnauthorizedError

from bot.errors import SettingsError
from bot.polling import RETRY_SECONDS, Updates
from bot.settings import Settings
from bot.web import WEBHOOK_PATH
from handlers.commands import offer_default_commands

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    bot: Bot
    updates: Updates
    settings: Settings

    async def introduce(self) -> bool:
        """Tell Telegram where updates go; False where it cannot be reached.

        Raises SettingsError where it does not know the token or refuses the webhook.
        """
        try:
            await self.bot.me()
            await self._choose_way()
        except TelegramUnauthorizedError as error:
            raise SettingsError(
                "Telegram does not know this BOT_TOKEN: ask @BotFather for the current one.",
                "Telegram не знает этот BOT_TOKEN: возьмите действующий у @BotFather.",
            ) from error
        except TelegramBadRequest as error:
            raise SettingsError(
                f"Telegram refuses WEBHOOK_URL or WEBHOOK_SECRET: {error.message}",
                f"Telegram не принимает WEBHOOK_URL или WEBHOOK_SECRET: {error.message}",
            ) from error
        except TelegramAPIError as error:
            log.warning("Telegram cannot be reached yet", error=type(error).__name__)
            return False
        await self._offer_commands()
        return True

    async def receive(self, stopping: asyncio.Event, *, introduced: bool) -> None:
        """Take updates in until `stopping`."""
        failures = 0
        while not introduced and not stopping.is_set():
            await _wait(stopping, RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            introduced = not stopping.is_set() and await self.introduce()
            failures += 1
        if self.settings.webhook_url:
            await stopping.wait()
        else:
            await self.updates.poll()

    async def _choose_way(self) -> None:
        if not self.settings.webhook_url:
            await self.bot.delete_webhook()
            return
        await self.bot.set_webhook(
            f"{self.settings.webhook_url}{WEBHOOK_PATH}",
            secret_token=self.settings.webhook_secret.get_secret_value(),
            # left out, Telegram keeps to what was asked for last, by whatever ran under this token before
            allowed_updates=self.updates.kinds,
        )

    async def _offer_commands(self) -> None:
        try:
            await offer_default_commands(self.bot, self.settings.default_locale)
        except TelegramAPIError as error:
            log.warning("the menu of commands could not be set", error=type(error).__name__)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
