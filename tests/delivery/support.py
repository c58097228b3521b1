"""The delivery engine at work against the simulator, and what people see of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from delivery.lease import Ownership
from delivery.pacing import Pacer
from delivery.service import DeliveryService
from delivery.session import DeliverySession
from diary.models.entries import Draft, Recorded
from diary.models.ids import BotId, MailboxId
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.journal import JournalService
from simulator.client import SimulatorClient
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import Chat

BOT_TOKEN = "42:TEST"
BOT = 42
COALESCE = timedelta(seconds=20)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    address: str
    client: SimulatorClient

    async def texts(self, chat: Chat) -> list[str]:
        return [str(one.get("text", one.get("caption"))) for one in await self.messages(chat)]

    async def messages(self, chat: Chat) -> list[Json]:
        """Return what the bot has sent there and did not delete, oldest first."""
        answer = await self.client.messages(BOT, chat.user)
        return [one for one in answer if one["from"]["is_bot"] and not one["sim"]["deleted"]]

    async def wait_for(self, chat: Chat, words: str, *, after: int = 0) -> Json:
        return await self.client.wait_for_message(
            BOT,
            chat.user,
            lambda one: words in str(one.get("text", one.get("caption"))),
            after=after,
        )

    async def calls(self, chat: Chat | None = None) -> list[tuple[str, int]]:
        """Return the methods called that make or change messages, with their answers."""
        answer = await self.client.requests()
        return [
            (one["method"], one["status"])
            for one in answer
            if one["method"] not in {"getMe", "getUpdates"} and (chat is None or one["chat_id"] == chat.user)
        ]

    async def fault(self, kind: str, **more: Any) -> None:
        await self.client.set_faults({"kind": kind, **more})

    async def no_faults(self) -> None:
        """Let the trouble pass, and the answers go that were held back."""
        await self.client.set_faults()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    service: DeliveryService
    storage: SqlStorage
    journal: JournalService
    timing: Timing
    clock: FrozenClock
    task: asyncio.Task[None]

    async def push(self, *drafts: Draft, silent: bool = False) -> Sequence[Recorded]:
        return await self.journal.record("journal", drafts, silent=silent)

    async def later(self, **time: float) -> None:
        self.clock.advance(**time)
        self.service.wake()

    async def settled(self) -> None:
        """Wait until nothing is on its way that could go now."""

        async def idle() -> bool:
            return not await self._busy()

        await _until(idle)

    async def until(self, states: Sequence[str]) -> None:
        async def reached() -> bool:
            return sorted(await self.states()) == sorted(states)

        await _until(reached)

    async def until_in_flight(self, mailbox: MailboxId) -> None:
        async def flying() -> bool:
            return mailbox in self.service.sender.flight.mailboxes()

        await _until(flying)

    async def until_lost(self) -> None:
        async def lost() -> bool:
            return self.service.ownership.lease is None

        await _until(lost)

    async def pause_begun(self) -> None:
        async def paused() -> bool:
            return self.service.sender.pacer.paused_for() > 0

        await _until(paused)

    async def _busy(self) -> bool:
        sender = self.service.sender
        if len(sender.flight) or sender._planned or sender._claimed:
            return True
        box = schema.mailbox
        now = self.clock.now()
        resting, held = box.c.next_ok_at > now, box.c.held_from <= now
        open_and_due = (box.c.due_at <= now, box.c.state == "open")
        query = select(box.c.id).where(*open_and_due, resting.is_not(True), held.is_not(True))
        async with self.storage.read() as uow:
            return (await uow._connection.execute(query)).first() is not None

    async def states(self) -> list[str]:
        """Return the states of all deliveries, in the order in which they were queued."""
        query = select(schema.delivery.c.state).order_by(schema.delivery.c.id)
        async with self.storage.read() as uow:
            return list((await uow._connection.scalars(query)).all())


async def _until(reached: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(15):
        while not await reached():  # noqa: ASYNC110 - neither queue nor engine tells when
            await asyncio.sleep(0.01)


def days_ago(days: int) -> date:
    """Return a school day so many days before the sample's."""
    return date(2026, 9, 14) - timedelta(days=days)


def timing_of(school: School, *, coalesce: timedelta = COALESCE) -> Timing:
    return Timing(school=school, coalesce=coalesce, hold=timedelta(0))


def hurried() -> float:
    """Time in which a chat's second passes in a hundredth."""
    return time.monotonic() * 100


async def hang_up(session: AiohttpSession) -> None:
    """Close without aiogram's quarter of a second for TLS, which nobody speaks here."""
    await (await session.create_session()).close()


@asynccontextmanager
async def running_engine(
    engine: AsyncEngine, school: School, clock: FrozenClock, telegram: Telegram, **options: Any
) -> AsyncIterator[Engine]:
    """Run it until the end of the block, then end it as a process would be on SIGTERM."""
    storage = SqlStorage(engine, school.id, on_deliveries=lambda: service.wake())  # noqa: PLW0108 - made below
    session = DeliverySession(api=TelegramAPIServer.from_base(telegram.address))
    bot = Bot(BOT_TOKEN, session=session)
    timing = timing_of(school)
    service = DeliveryService.build(
        storage=storage,
        bot=bot,
        school=school,
        clock=clock,
        timing=timing,
        messages_per_second=1000,
        pacer=options.pop("pacer", Pacer(per_second=1000, monotonic=hurried)),
        ownership=Ownership(storage=storage, clock=clock, bot_id=BotId(BOT), **options.pop("ownership", {})),
        **options,
    )
    journal = JournalService(storage=storage, clock=clock, school=school, timing=timing)
    task = asyncio.create_task(service.run())
    yield Engine(service=service, storage=storage, journal=journal, timing=timing, clock=clock, task=task)
    service.stop()
    await asyncio.wait_for(task, 10)
    await hang_up(session)
