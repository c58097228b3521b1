"""The loop: take what is due, hand it over, store what became of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from delivery.channel import REQUEST_TIMEOUT, Channel
from delivery.decisions import UNKNOWN_LIMIT
from delivery.flight import Flight
from delivery.lease import Ownership
from delivery.metrics import Metrics
from delivery.outcomes import Ledger
from delivery.pacing import Pacer
from delivery.planned import Planned, Ready
from delivery.planning import Planner
from diary.clock import Clock
from diary.models.deliveries import Lane
from diary.models.ids import BotId, MailboxId
from diary.ports import Storage, UnitOfWork
from diary.services.mailboxes import Undelivered, report_undelivered

log = structlog.get_logger(__name__)

MOST_CLAIMED = 100
"""Claimed and not yet settled; more than are in flight, so that a transaction is worth its commit."""

PLANNED_AHEAD = 100
"""Calls that wait for a free place: reading for many at once costs little more than for one."""

POLL = 0.25
"""Seconds between looks at the queue when nothing wakes us: other processes queue too."""

SHORTEST_WAIT = 0.05
"""Seconds in which a few tokens come together: a transaction for each would be waste."""

GATHERING = 0.005
"""Seconds in which answers gather while many are in flight."""

TROUBLE_PAUSE = 1.0
"""Seconds to wait with a database that does not answer."""


@dataclass(kw_only=True)
class Sender:
    """Plans ahead, and claims, sends and settles in groups.

    One mailbox has one call planned or in flight at most, so that its order holds.
    """

    storage: Storage
    clock: Clock
    channel: Channel
    pacer: Pacer
    planner: Planner
    ledger: Ledger
    ownership: Ownership
    metrics: Metrics
    bot_id: BotId
    _planned: Planned = field(default_factory=Planned)
    _claimed: set[MailboxId] = field(default_factory=set)
    _look: asyncio.Event = field(default_factory=asyncio.Event)
    _store: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    def __post_init__(self) -> None:
        self.flight = Flight(
            channel=self.channel,
            pacer=self.pacer,
            clock=self.clock,
            metrics=self.metrics,
            came_back=self._store,
            may_send=self._may_send,
        )

    def wake(self) -> None:
        """Look at the queue now."""
        self._look.set()

    def stop(self) -> None:
        """Take nothing more; `run` ends when what is in flight has come back and is stored."""
        self._stopping = True
        self._look.set()
        self._store.set()

    async def run(self) -> None:
        """Send until stopped, or until the bot is another process's."""
        await self._take_over()
        planning = asyncio.create_task(self._keep_planning())
        try:
            while self._working():
                await self._store.wait()
                self._store.clear()
                await self._gather()
                await self._round()
        finally:
            planning.cancel()
            await asyncio.gather(planning, return_exceptions=True)
            await self._drain()

    def _working(self) -> bool:
        return not self._stopping and self.ownership.lease is not None

    def _may_send(self) -> bool:
        return not self._stopping and self.ownership.lasts(REQUEST_TIMEOUT)

    async def _take_over(self) -> None:
        now = self.clock.now()
        async with self.storage.write() as uow:
            dead = await uow.dispatch.abandon(self.bot_id, limit=UNKNOWN_LIMIT, now=now)
            loaded = await uow.contents.load(dead, now=now)
            lost = [Undelivered.of(one.item) for one in loaded.values()]
            await report_undelivered(uow, self.ledger.timing, lost, now=now)
            await uow.commit()

    async def _keep_planning(self) -> None:
        while self._working():
            self._look.clear()
            try:
                found = await self._plan()
            except Exception:
                log.exception("the queue could not be read")
                await asyncio.sleep(TROUBLE_PAUSE)
                continue
            if self._planned:
                self._store.set()
            if not found:
                await _wait(self._look, self._idle_time())
        self._store.set()

    async def _plan(self) -> bool:
        """Plan as much as the pace allows and there is room for; False where nothing was due."""
        ahead = len(self._planned.ready)
        room = PLANNED_AHEAD - ahead
        urgent = min(room, self.pacer.at_hand(Lane.URGENT) - ahead)
        if urgent <= 0 or room < PLANNED_AHEAD / 2 or not self._may_send():
            return False
        bulk = min(urgent, self.pacer.at_hand(Lane.GRADES) - ahead)
        busy = self._planned.mailboxes() | self._claimed | self.flight.mailboxes()
        planned = await self.planner.plan(urgent=urgent, bulk=bulk, busy=busy)
        self._planned.add(planned)
        return bool(planned)

    async def _gather(self) -> None:
        """Let more answers come while enough others are on their way."""
        if self.flight.under_way > MOST_CLAIMED / 2:
            await asyncio.sleep(GATHERING)

    async def _round(self) -> None:
        """Store what came back, claim what goes next, and send it."""
        if self.pacer.paused_for():
            self._planned.ready.clear()  # who knows what holds afterwards
        free = MOST_CLAIMED - self.flight.under_way
        planned = self._planned.take(min(free, self.pacer.at_hand(Lane.URGENT)))
        if not planned and not self.flight.finished:
            return
        self._claimed = planned.mailboxes()
        try:
            for ready in await self._write(planned):
                self.flight.launch(ready)
        except Exception:
            log.exception("deliveries could not be stored")
            self._store.set()
            await asyncio.sleep(TROUBLE_PAUSE)
        self._claimed.clear()
        self._look.set()

    async def _write(self, planned: Planned) -> list[Ready]:
        """Write all that came back and all that goes out next in one transaction."""
        now, finished = self.clock.now(), self.flight.finished
        async with self.storage.write() as uow:
            held = await self._claim(uow, planned)
            if planned.cancelled:
                await uow.dispatch.cancel(planned.cancelled)
            await self.ledger.settle(uow, finished, cleaned=planned.cleaned, rests=planned.rests, now=now)
            await uow.commit()
        self.flight.stored(finished)
        return held

    async def _claim(self, uow: UnitOfWork, planned: Planned) -> list[Ready]:
        lease = self.ownership.lease
        if not planned.ready or lease is None or not self._may_send():
            return []
        if not await uow.leases.holds(lease):
            self.ownership.lose()
            return []
        claims = [claim for ready in planned.ready for claim in ready.claims if claim.fresh]
        held = await uow.dispatch.claim(claims, now=self.clock.now()) if claims else frozenset()
        return [
            ready
            for ready in planned.ready
            if all(claim.message_id in held for claim in ready.claims if claim.fresh)
        ]

    async def wait_for_stop(self, seconds: float) -> None:
        """Wait so long at most."""
        self._look.clear()
        if not self._stopping:
            await _wait(self._look, seconds)

    def _idle_time(self) -> float:
        short_of = self.pacer.wait(Lane.GRADES)
        return min(POLL, max(short_of, SHORTEST_WAIT)) if short_of else POLL

    async def _drain(self) -> None:
        """Wait for the answers and store them: what is known must not become unknown."""
        self._planned = Planned()
        await self.flight.land()
        if self.flight.finished:
            await self._write(Planned())


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
