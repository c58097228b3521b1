"""The loop: take what is due, hand it over, store what became of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from delivery.attempts import Outcome, attempt, undrawable
from delivery.channel import REQUEST_TIMEOUT, Channel
from delivery.decisions import UNKNOWN_LIMIT
from delivery.lease import Ownership
from delivery.metrics import Metrics
from delivery.outcomes import Finished, Ledger
from delivery.pacing import Pacer
from delivery.planning import Planned, Planner, Ready
from diary.clock import Clock
from diary.models.deliveries import Lane
from diary.models.ids import BotId, MailboxId
from diary.ports import Storage, UnitOfWork
from diary.services.mailboxes import Undelivered, report_undelivered

log = structlog.get_logger(__name__)

MOST_IN_FLIGHT = 50
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
    halted: bool = False
    _planned: Planned = field(default_factory=Planned)
    _claimed: set[MailboxId] = field(default_factory=set)
    _in_flight: dict[MailboxId, asyncio.Task[None]] = field(default_factory=dict)
    _finished: list[Finished] = field(default_factory=list)
    _lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_IN_FLIGHT))
    _look: asyncio.Event = field(default_factory=asyncio.Event)
    _store: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

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
        if urgent <= 0 or room < PLANNED_AHEAD / 2 or not self.ownership.lasts(REQUEST_TIMEOUT):
            return False
        bulk = min(urgent, self.pacer.at_hand(Lane.GRADES) - ahead)
        busy = self._planned.mailboxes() | self._claimed | self._in_flight.keys()
        planned = await self.planner.plan(urgent=urgent, bulk=bulk, busy=busy)
        self._planned.add(planned)
        return bool(planned)

    async def _gather(self) -> None:
        """Let more answers come while enough others are on their way."""
        if len(self._in_flight) - len(self._finished) > MOST_CLAIMED / 2:
            await asyncio.sleep(GATHERING)

    async def _round(self) -> None:
        """Store what came back, claim what goes next, and send it."""
        free = MOST_CLAIMED - len(self._in_flight) + len(self._finished)
        planned = self._planned.take(min(free, self.pacer.at_hand(Lane.URGENT)))
        if not planned and not self._finished:
            return
        self._claimed = planned.mailboxes()
        try:
            for ready in await self._write(planned):
                self._launch(ready)
        except Exception:
            log.exception("deliveries could not be stored")
            self._store.set()
            await asyncio.sleep(TROUBLE_PAUSE)
        self._claimed.clear()
        self.metrics.in_flight(len(self._in_flight))
        self._look.set()

    async def _write(self, planned: Planned) -> list[Ready]:
        """Write all that came back and all that goes out next in one transaction."""
        now, finished = self.clock.now(), list(self._finished)
        async with self.storage.write() as uow:
            held = await self._claim(uow, planned)
            if planned.cancelled:
                await uow.dispatch.cancel(planned.cancelled)
            await self.ledger.settle(uow, finished, cleaned=planned.cleaned, rests=planned.rests, now=now)
            await uow.commit()
        del self._finished[: len(finished)]
        for each in finished:
            self._in_flight.pop(each.ready.job.mailbox.id, None)
        return held

    async def _claim(self, uow: UnitOfWork, planned: Planned) -> list[Ready]:
        lease = self.ownership.lease
        if not planned.ready or lease is None or not self.ownership.lasts(REQUEST_TIMEOUT):
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

    def _launch(self, ready: Ready) -> None:
        job = ready.job
        self.metrics.lag((self.clock.now() - job.mailbox.due_at).total_seconds())
        self.pacer.spend(job.mailbox.chat_id, job.lane, len(job.drafts))
        self._in_flight[job.mailbox.id] = asyncio.create_task(self._hand_over(ready))

    async def _hand_over(self, ready: Ready) -> None:
        if ready.pages:
            async with self._lines:
                outcome = await attempt(self.channel, ready.job, ready.pages)
        else:
            outcome = undrawable(ready.job)
        self._note(ready, outcome)
        self._finished.append(Finished(ready, outcome))
        self._store.set()

    def _note(self, ready: Ready, outcome: Outcome) -> None:
        if outcome.pause:
            self.pacer.pause(outcome.pause)
            self._planned.ready.clear()  # who knows what holds afterwards
        if outcome.halted != self.halted:
            self.halted = outcome.halted
            if outcome.halted:
                log.error("Telegram refuses the bot's token: nothing is sent until it is mended")
        self.metrics.settled(outcome.state.value, max(1, len(ready.job.fresh)))

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
        if self._in_flight:
            await asyncio.wait(self._in_flight.values())
        if self._finished:
            await self._write(Planned())


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
