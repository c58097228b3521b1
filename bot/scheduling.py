"""Runs jobs when they are due, in the process that owns the bot, and late rather than never."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from delivery.lease import Ownership
from diary.clock import Clock
from diary.models.occasions import Occasion
from diary.models.school import School

log = structlog.get_logger(__name__)

LOOK_AROUND = timedelta(minutes=5)
"""How often we look for what failed, or was missed while the machine slept or the bot was another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`run` may be called again for an occasion that it has done: `job_runs.begin` tells.

    `late`: how long after its time it still makes sense.
    """

    name: str
    trigger: BaseTrigger
    run: Callable[[Occasion], Awaitable[None]]
    late: timedelta = timedelta(hours=20)


def daily(school: School, at: time) -> BaseTrigger:
    """Fire every day when it is `at` at school."""
    return CronTrigger(hour=at.hour, minute=at.minute, timezone=school.timezone)


def every(school: School, *, minutes: int) -> BaseTrigger:
    """Fire at the school's round minutes; `minutes` divides an hour."""
    return CronTrigger(minute=f"*/{minutes}", timezone=school.timezone)


def last_due(trigger: BaseTrigger, since: datetime, now: datetime) -> datetime | None:
    """Return when it fired last in this span; None where it did not."""
    last, fire = None, trigger.get_next_fire_time(None, since)
    while fire is not None and fire <= now:
        last, fire = fire, trigger.get_next_fire_time(fire, fire)
    return last


@dataclass(kw_only=True)
class Schedule:
    """`run` until `stop`; jobs under way are finished."""

    jobs: Sequence[Job]
    clock: Clock
    school: School
    ownership: Ownership
    _done: dict[str, datetime] = field(default_factory=dict)
    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        scheduler = self._scheduler()
        scheduler.start()
        await self._until_owned()
        await self.run_due()
        await self._stopping.wait()
        await self._finish()
        scheduler.shutdown(wait=False)

    def stop(self) -> None:
        self._stopping.set()

    async def run_due(self) -> None:
        """Run whatever is due and has not been done."""
        for job in self.jobs:
            await self.run_job(job)

    async def run_job(self, job: Job) -> None:
        """Run it if it is due; one that fails is tried again when we look around."""
        async with self._locks[job.name]:
            due = self._due(job)
            if due is None or not self._may_run():
                return
            try:
                await job.run(Occasion(due=due, now=self.clock.now()))
            except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on
                # its words may be a child's
                log.error("a job failed", job=job.name, error=type(error).__name__)  # noqa: TRY400 - as above
            else:
                self._done[job.name] = due

    def _due(self, job: Job) -> datetime | None:
        now, done = self.clock.now().astimezone(self.school.timezone), self._done.get(job.name)
        since = now - job.late
        due = last_due(job.trigger, max(since, done) if done else since, now)
        return None if due == done else due

    def _may_run(self) -> bool:
        return self.ownership.lease is not None and not self._stopping.is_set()

    def _scheduler(self) -> AsyncIOScheduler:
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = AsyncIOScheduler(timezone=self.school.timezone, job_defaults=defaults)
        for job in self.jobs:
            scheduler.add_job(self.run_job, job.trigger, args=[job], id=job.name)
        scheduler.add_job(self.run_due, "interval", seconds=LOOK_AROUND.total_seconds(), id="look around")
        return scheduler

    async def _finish(self) -> None:
        for lock in list(self._locks.values()):
            await lock.acquire()
            lock.release()

    async def _until_owned(self) -> None:
        owned = asyncio.ensure_future(self.ownership.wait_until_held())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({owned, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (owned, stopping):
            task.cancel()
        await asyncio.gather(owned, stopping, return_exceptions=True)
