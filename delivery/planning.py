"""Reads what is due and draws what goes out next, holding no lock."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from delivery.compose import absence_day, compose
from delivery.jobs import Contents, Days, Job, Plan
from delivery.pacing import Pacer
from delivery.planned import Planned, Ready, claims_of, cleaned
from diary.clock import Clock
from diary.models.deliveries import Delivery
from diary.models.dispatch import (
    DueMailbox,
    MailboxQueue,
    Rest,
    StandingMessage,
)
from diary.models.ids import BotId, MailboxId, MessageId
from diary.models.notifications import Draft
from diary.ports import Storage, UnitOfWork
from views.rendered import Rendered

SET_ASIDE = timedelta(minutes=1)
log = structlog.get_logger(__name__)


class Renderer(Protocol):
    def __call__(self, draft: Draft, *, locale: str) -> Rendered: ...


@dataclass(kw_only=True)
class Planner:
    storage: Storage
    clock: Clock
    pacer: Pacer
    bot_id: BotId
    render: Renderer
    _last_id: int = 0

    async def plan(self, *, urgent: int, bulk: int, busy: Collection[MailboxId]) -> Planned:
        """Plan at most one call a chat, and no more calls than the pace allows now."""
        planned = Planned()
        now = self.clock.now()
        async with self.storage.read() as uow:
            due = await uow.dispatch.due(self.bot_id, now=now, urgent=urgent, bulk=bulk, busy=busy)
            mailboxes = self._rested(due, planned)
            if not mailboxes:
                return planned
            queues = await uow.dispatch.queues(mailboxes, now=now)
            ids = await self._ids(uow, queues)
            try:
                loaded = await self._load(uow, queues)
                plans = [(compose(queue, *loaded, ids), queue) for queue in queues]
            except Exception as error:  # noqa: BLE001 - whatever it is, only one chat may suffer from it
                log.warning("a batch could not be read", error=type(error).__name__)
                plans = []
        if not plans:
            plans = await self._plan_each(queues, ids, planned)
        for plan, queue in plans:
            self._settle_on(plan, queue, planned)
        return planned

    async def _plan_each(
        self, queues: Sequence[MailboxQueue], ids: Iterator[MessageId], planned: Planned
    ) -> list[tuple[Plan, MailboxQueue]]:
        """Set aside what cannot be read, so that it holds up nobody else."""
        plans = []
        for queue in queues:
            try:
                async with self.storage.read() as uow:
                    plans.append((compose(queue, *await self._load(uow, [queue]), ids), queue))
            except Exception:
                log.exception("a chat was set aside", mailbox=queue.mailbox.id)
                planned.rests.append(Rest(mailbox=queue.mailbox, retry_at=self.clock.now() + SET_ASIDE))
        return plans

    def _rested(self, due: Sequence[DueMailbox], planned: Planned) -> list[DueMailbox]:
        """Leave out chats that must wait a moment longer."""
        rested = []
        for one in due:
            wait = self.pacer.chat_wait(one.chat_id)
            if wait:
                planned.rests.append(Rest(mailbox=one, retry_at=self.clock.now() + timedelta(seconds=wait)))
            else:
                rested.append(one)
        return rested

    async def _load(self, uow: UnitOfWork, queues: Sequence[MailboxQueue]) -> tuple[Contents, Days]:
        now = self.clock.now()
        wanted = [one for queue in queues for one in _concerned(queue)]
        contents = dict(await uow.contents.load(wanted, now=now))
        keys = {key for one in contents.values() if (key := absence_day(one.item.delivery.mailbox_id, one))}
        if not keys:
            return contents, {}
        days = await uow.dispatch.absence_days(keys)
        shown = [one for standing in days.values() for one in _shown(standing)]
        contents.update(await uow.contents.load([one for one in shown if one.id not in contents], now=now))
        return contents, days

    async def _ids(self, uow: UnitOfWork, queues: Sequence[MailboxQueue]) -> Iterator[MessageId]:
        most = sum(len(queue.waiting) for queue in queues)
        if not most:
            return iter(())
        ids = await uow.dispatch.new_message_ids(most, after=self._last_id)
        self._last_id = ids[-1]
        return iter(ids)

    def _settle_on(self, plan: Plan, queue: MailboxQueue, planned: Planned) -> None:
        planned.cancelled += plan.cancelled
        if plan.clean is not None:
            planned.cleaned.append(cleaned(plan.clean))
        if plan.job is None:
            planned.rests.append(Rest(mailbox=queue.mailbox))
            return
        pages = self._draw(plan.job)
        planned.ready.append(Ready(job=plan.job, pages=pages, claims=claims_of(plan.job, pages)))

    def _draw(self, job: Job) -> list[Rendered]:
        try:
            return [self.render(draft, locale=job.mailbox.locale) for draft in job.drafts]
        except Exception as error:  # noqa: BLE001 - one that cannot be drawn must not stop the others
            # no traceback: its values are a child's
            log.warning("a message could not be drawn", mailbox=job.mailbox.id, error=type(error).__name__)
            return []


def _concerned(queue: MailboxQueue) -> Iterator[Delivery]:
    yield from queue.waiting
    for standing in queue.dirty:
        yield from _shown(standing)


def _shown(standing: StandingMessage) -> Iterator[Delivery]:
    return (item.delivery for item in standing.message.items)
