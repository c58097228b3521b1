"""The calls that are under way, and those that came back and are not stored yet."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from delivery.attempts import Outcome, attempt, held_back, undrawable
from delivery.channel import Channel
from delivery.metrics import Metrics
from delivery.outcomes import Finished
from delivery.pacing import Pacer
from delivery.planned import Ready
from diary.clock import Clock
from diary.models.deliveries import DeliveryState
from diary.models.ids import MailboxId

log = structlog.get_logger(__name__)

MOST_IN_FLIGHT = 50


@dataclass(kw_only=True)
class Flight:
    """What was claimed waits here for one of the lines to Telegram, and is here until it is stored."""

    channel: Channel
    pacer: Pacer
    clock: Clock
    metrics: Metrics
    came_back: asyncio.Event
    may_send: Callable[[], bool]
    halted: bool = False
    _tasks: dict[MailboxId, asyncio.Task[None]] = field(default_factory=dict)
    _finished: list[Finished] = field(default_factory=list)
    _lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_IN_FLIGHT))

    def __len__(self) -> int:
        return len(self._tasks)

    @property
    def under_way(self) -> int:
        return len(self._tasks) - len(self._finished)

    @property
    def finished(self) -> tuple[Finished, ...]:
        return tuple(self._finished)

    def mailboxes(self) -> set[MailboxId]:
        return set(self._tasks)

    def launch(self, ready: Ready) -> None:
        job = ready.job
        self.metrics.lag((self.clock.now() - job.mailbox.due_at).total_seconds())
        self.pacer.spend(job.mailbox.chat_id, job.lane, len(job.drafts))
        self._tasks[job.mailbox.id] = asyncio.create_task(self._hand_over(ready))
        self.metrics.in_flight(self.under_way)

    def stored(self, finished: tuple[Finished, ...]) -> None:
        """Let go of these, which came back first."""
        del self._finished[: len(finished)]
        for each in finished:
            self._tasks.pop(each.ready.job.mailbox.id, None)
        self.metrics.in_flight(self.under_way)

    async def land(self) -> None:
        """Wait until everything has come back."""
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    async def _hand_over(self, ready: Ready) -> None:
        async with self._lines:
            outcome = await self._outcome(ready)
        self._note(ready, outcome)
        self._finished.append(Finished(ready, outcome))
        self.came_back.set()

    async def _outcome(self, ready: Ready) -> Outcome:
        if not ready.pages:
            return undrawable(ready.job)
        if self.pacer.paused_for() or not self.may_send():
            return held_back(ready.job, ready.pages)
        return await attempt(self.channel, ready.job, ready.pages)

    def _note(self, ready: Ready, outcome: Outcome) -> None:
        if outcome.pause:
            self.pacer.pause(outcome.pause)
        if outcome.halted and not self.halted:
            log.error("Telegram refuses the bot's token: nothing is sent until it is mended")
        if outcome.halted or outcome.state is DeliveryState.SENT:
            self.halted = outcome.halted
        self.metrics.settled(outcome.state.value, max(1, len(ready.job.fresh)))
