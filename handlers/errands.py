"""Work that takes seconds, done beside the updates: nobody else's chat waits for it."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from diary.errors import DiaryError
from diary.models.school import School
from views.refusals import failure, refusal
from views.texts import Texts

log = structlog.get_logger(__name__)


class Errands:
    """One after another for a person. What is under way at the end gets some seconds, and is cancelled."""

    def __init__(self) -> None:
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._running: set[asyncio.Task[None]] = set()

    def start(
        self, event: Message | CallbackQuery, work: Coroutine[None, None, None], texts: Texts, school: School
    ) -> None:
        """Begin, or wait for the one before. What goes wrong is answered as errors of handlers are."""
        task = asyncio.create_task(self._run(event, work, texts, school))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Wait until all that was begun is done."""
        while self._running:
            await asyncio.gather(*self._running)

    async def finish(self, seconds: float) -> None:
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(
        self, event: Message | CallbackQuery, work: Coroutine[None, None, None], texts: Texts, school: School
    ) -> None:
        person = event.from_user.id if event.from_user else 0
        async with self._turns[person]:
            try:
                await work
            except DiaryError as error:
                await _tell(event, refusal(error, texts, school))
            except Exception:
                log.exception("an errand failed")
                await _tell(event, failure(texts))
        if not self._turns[person].locked():
            self._turns.pop(person, None)


async def _tell(event: Message | CallbackQuery, text: str) -> None:
    try:
        if isinstance(event, CallbackQuery):
            await event.answer(text, show_alert=True)
        else:
            await event.reply(text)
    except TelegramAPIError as error:
        log.warning("an apology could not be sent", error=type(error).__name__)
