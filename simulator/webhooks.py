"""Delivers updates by POST where a bot has set a webhook."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from simulator.bot_api.bodies import read_params
from simulator.bot_api.call import Call
from simulator.bot_api.dispatching import Dispatcher, DroppedError
from simulator.bot_api.errors import ApiError
from simulator.state.accounts import Bot
from simulator.state.world import World

FIRST_RETRY_SECONDS = 0.2  # Telegram waits longer; a simulator's users do not like to
LAST_RETRY_SECONDS = 5.0
ANSWER_SECONDS = 60.0


class WebhookDelivery:
    """One task a bot, one update at a time, in order, until it is answered by 2xx."""

    def __init__(self, world: World, dispatcher: Dispatcher) -> None:
        self._world = world
        self._dispatcher = dispatcher
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        watcher = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            tasks = [watcher, *self._tasks.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            changed = self._world.webhook_changed.waiter()
            for bot in self._world.bots.values():
                task = self._tasks.get(bot.id)
                if bot.webhook.url and (task is None or task.done()):
                    self._tasks[bot.id] = asyncio.create_task(self._deliver(bot))
            await changed

    async def _deliver(self, bot: Bot) -> None:
        pause = FIRST_RETRY_SECONDS
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while url := bot.webhook.url:
                bot.updates.expire(self._world.clock.now())
                if not bot.updates.pending:
                    await bot.updates.signal.wait(ANSWER_SECONDS)
                    continue
                problem = await self._post(session, bot, url)
                if not problem:
                    pause = FIRST_RETRY_SECONDS
                    continue
                bot.webhook.last_error = problem
                bot.webhook.last_error_at = int(self._world.clock.now())
                await self._world.webhook_changed.wait(pause)
                pause = min(2 * pause, LAST_RETRY_SECONDS)

    async def _post(self, session: aiohttp.ClientSession, bot: Bot, url: str) -> str:
        """Deliver the first pending update; what went wrong, or nothing."""
        update = bot.updates.pending[0]
        headers = {"Content-Type": "application/json"}
        if bot.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = bot.webhook.secret
        try:
            body = json.dumps(update.body).encode()
            async with session.post(url, data=body, headers=headers) as response:
                answer = await response.read()
                if not response.ok:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                kind = response.headers.get("Content-Type", "")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
        if bot.webhook.url == url:
            self._world.confirm_updates(bot, update.id + 1)
            self._world.commit()
        await self._carry_out(bot, kind, answer)
        return ""

    async def _carry_out(self, bot: Bot, content_type: str, answer: bytes) -> None:
        """Call the method in the answer's body; its result is told to nobody (Bot API, Making requests)."""
        with contextlib.suppress(ApiError, DroppedError):
            params, uploads = read_params(b"", content_type, answer)
            if method := params.pop("method", None):
                await self._dispatcher.answer(Call(self._world, bot, params, uploads), str(method))
