"""Updates in: by long polling or by webhook, in order within a chat, confirmed when they were handled."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.types import Update

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
RETRY_SECONDS = (1, 2, 5, 10, 30)


def chat_of(update: Update) -> int:
    """Return the chat whose order this update must keep; updates of no chat share one."""
    event = update.event
    message = getattr(event, "message", None) or event
    chat = getattr(message, "chat", None) or getattr(event, "from_user", None)
    return chat.id if chat else 0


class Updates:
    """Feeds a dispatcher. What was handed to it is finished before the offset advances, also on stopping."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._stopping = asyncio.Event()
        self._chats: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def kinds(self) -> list[str]:
        """Return what is worth sending us."""
        return self._dispatcher.resolve_used_update_types()

    async def poll(self) -> None:
        """Poll until `stop`; raise TelegramUnauthorizedError where the token is not (or no longer) good."""
        offset, failures = None, 0
        while not self._stopping.is_set():
            try:
                updates = await self._fetch(offset)
            except TelegramUnauthorizedError:
                raise
            except TelegramAPIError as error:
                await self._pause(error, failures)
                failures += 1
                continue
            failures = 0
            await self.handle(updates)
            offset = updates[-1].update_id + 1 if updates else offset
        if offset is not None:
            await self._confirm(offset)

    async def handle(self, updates: Iterable[Update]) -> None:
        """Handle chats side by side, each chat's updates one after another."""
        by_chat: defaultdict[int, list[Update]] = defaultdict(list)
        for update in updates:
            by_chat[chat_of(update)].append(update)
        await asyncio.gather(*(self._handle_chat(chat, batch) for chat, batch in by_chat.items()))

    def stop(self) -> None:
        self._stopping.set()

    async def _handle_chat(self, chat: int, updates: list[Update]) -> None:
        async with self._chats[chat]:
            for update in updates:
                await self._dispatcher.feed_update(self._bot, update)
        if not self._chats[chat].locked():
            self._chats.pop(chat, None)

    async def _fetch(self, offset: int | None) -> list[Update]:
        """Return what came, or nothing as soon as we are stopping."""
        request = asyncio.ensure_future(
            self._bot.get_updates(
                offset=offset,
                timeout=POLL_SECONDS,
                allowed_updates=self.kinds,
                request_timeout=POLL_SECONDS + 10,
            )
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({request, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if request.done():
                return request.result()
            return []
        finally:
            for task in (request, stopping):
                task.cancel()
            await asyncio.gather(request, stopping, return_exceptions=True)

    async def _pause(self, error: TelegramAPIError, failures: int) -> None:
        wait = RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)]
        if isinstance(error, TelegramRetryAfter):
            wait = max(wait, error.retry_after)
        log.warning("updates could not be fetched", error=type(error).__name__, retry_in=wait)
        try:
            await asyncio.wait_for(self._stopping.wait(), wait)
        except TimeoutError:
            return

    async def _confirm(self, offset: int) -> None:
        # the last batch was handled: without this it would be delivered again at the next start
        try:
            await self._bot.get_updates(offset=offset, timeout=0, limit=1, request_timeout=5)
        except TelegramAPIError as error:
            log.warning("the last updates could not be confirmed", error=type(error).__name__)
