"""Stores what became of a group of calls, in one transaction with the next group's claims."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from delivery.attempts import Outcome
from delivery.decisions import Why
from delivery.jobs import Action
from delivery.pacing import Pacer
from delivery.planned import Ready
from diary.models.deliveries import DeliveryState
from diary.models.dispatch import Rest, Settlement
from diary.models.ids import PersonId
from diary.models.notifications import Item
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.mailboxes import Undelivered, report_blocked, report_undelivered


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that came back, with what was claimed for it."""

    ready: Ready
    outcome: Outcome

    @property
    def is_new(self) -> bool:
        return self.ready.job.action is Action.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    pacer: Pacer
    timing: Timing

    async def settle(
        self,
        uow: UnitOfWork,
        finished: Sequence[Finished],
        *,
        cleaned: Sequence[Settlement],
        rests: Sequence[Rest],
        now: datetime,
    ) -> None:
        """Everything that is known of these calls, and when their chats are due next."""
        settlements = [one for each in finished for one in _settlements(each, now)]
        resting = [self._rest(each, now) for each in finished]
        await uow.dispatch.settle([*settlements, *cleaned], [*rests, *resting], now=now)
        await uow.audit.add(*(record for each in finished for record in disclosures(each)), now=now)
        for each in finished:
            await self._consequences(uow, each, now)

    def _rest(self, finished: Finished, now: datetime) -> Rest:
        job = finished.ready.job
        wait = max(finished.outcome.retry_in or 0.0, self.pacer.chat_wait(job.mailbox.chat_id))
        return Rest(mailbox=job.mailbox, retry_at=now + timedelta(seconds=wait) if wait else None)

    async def _consequences(self, uow: UnitOfWork, finished: Finished, now: datetime) -> None:
        job, outcome = finished.ready.job, finished.outcome
        if outcome.moved_to is not None:
            await uow.dispatch.move(job.mailbox.id, outcome.moved_to, now=now)
        if outcome.why is Why.UNREACHABLE:
            await report_blocked(uow, self.timing, job.mailbox.id, now=now)
        elif outcome.why is Why.UNEDITABLE and job.standing is not None:
            await uow.dispatch.start_over(job.standing.message.id, now=now)
        elif outcome.state is DeliveryState.DEAD:
            fresh = {one.id for one in job.fresh}
            items = [one for draft in job.drafts for one in draft.items if one.delivery.id in fresh]
            lost = [Undelivered.of(one) for one in items]
            await report_undelivered(uow, self.timing, lost, now=now)


def _settlements(finished: Finished, now: datetime) -> Iterator[Settlement]:
    outcome, job = finished.outcome, finished.ready.job
    sent = outcome.state is DeliveryState.SENT
    retry_at = None if outcome.retry_in is None else now + timedelta(seconds=outcome.retry_in)
    for number, claim in enumerate(finished.ready.claims):
        yield Settlement(
            claim=claim,
            state=outcome.state,
            attempts=outcome.attempts,
            retry_at=retry_at,
            telegram_message_id=outcome.telegram_ids[number] if outcome.telegram_ids else None,
            gone=_is_gone(finished, sent=sent),
            seen_dirty_seq=_seen(finished, sent=sent) if job.standing else 0,
        )


def _is_gone(finished: Finished, *, sent: bool) -> bool:
    """Tell a new message that was not sent, and an old one that was deleted."""
    if finished.ready.job.action is Action.DELETE:
        return sent or finished.outcome.state is DeliveryState.DEAD
    return finished.is_new and not sent


def _seen(finished: Finished, *, sent: bool) -> int | None:
    """Return up to where the message is clean now; None leaves it dirty for the next try."""
    standing = finished.ready.job.standing
    final = sent or finished.outcome.state in {DeliveryState.DEAD, DeliveryState.MISSED}
    return standing.dirty_seq if standing is not None and final else None


def disclosures(finished: Finished) -> Iterable[AuditRecord]:
    """Who has now seen what of whom; things that may have arrived are counted as seen."""
    outcome, job = finished.outcome, finished.ready.job
    if outcome.state not in {DeliveryState.SENT, DeliveryState.UNKNOWN}:
        return
    for draft in job.drafts:
        for item in draft.items:
            people = job.people.get(item.delivery.id, ())
            if item.entry is not None and people and _is_news(finished, item):
                yield from (_disclosed(item, one) for one in people)


def _is_news(finished: Finished, item: Item) -> bool:
    """Whether the chat had not seen it yet: drawing again the same discloses nothing."""
    standing = finished.ready.job.standing
    if standing is None or item.entry is None:
        return True
    shown = {one.delivery.id: one.revision for one in standing.message.items}
    return shown.get(item.delivery.id) != item.entry.revision


def _disclosed(item: Item, person_id: PersonId) -> AuditRecord:
    entry = item.entry
    assert entry is not None  # noqa: S101 - asked before
    return AuditRecord(
        action="disclosed",
        person_id=person_id,
        student_id=item.student.id if item.student else None,
        subject_id=entry.id,
        detail={
            "kind": entry.kind,
            "revision": entry.revision,
            "mailbox": item.delivery.mailbox_id,
        },
    )
