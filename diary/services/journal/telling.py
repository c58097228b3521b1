"""Puts recorded entries on their way: who hears of them, by which lane and when."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.models.deliveries import DeliveryState, Lane, NewDelivery, Topic
from diary.models.ids import EntryId, MailboxId, StudentId
from diary.models.people import Recipient
from diary.models.roster import KnownRoster
from diary.ports import UnitOfWork
from diary.rules.holds import held_until
from diary.rules.lanes import Occasion
from diary.rules.timing import Timing
from diary.services.journal.news import News, Reached

HANDED_OVER = frozenset({DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN})
Unique = tuple[MailboxId, EntryId, StudentId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Queues, cancels and redraws within one transaction."""

    uow: UnitOfWork
    known: KnownRoster
    timing: Timing
    now: datetime

    async def tell(self, news: Sequence[News], *, silent: bool) -> None:
        """Queue what is news; a `silent` push only mends what was sent or is queued already."""
        changes = [one for one in news if not one.is_first]
        await self._cancel(changes, silent=silent)
        if changes:
            await self.uow.outbox.redraw(Topic.ENTRY, [one.entry_id for one in changes], now=self.now)
        if not silent and (deliveries := await self._deliveries(news)):
            await self.uow.outbox.put(deliveries, now=self.now)

    async def _cancel(self, changes: Sequence[News], *, silent: bool) -> None:
        """Cancel what is queued of older versions, and for students who are no longer concerned."""
        outdated = [one.entry_id for one in changes if one.is_withdrawn or (one.told and not silent)]
        if outdated:
            await self.uow.outbox.cancel_queued(Topic.ENTRY, outdated)
        for one in changes:
            if leavers := one.leavers(self.known):
                await self.uow.outbox.cancel_queued(Topic.ENTRY, [one.entry_id], student_ids=leavers)

    async def _deliveries(self, news: Sequence[News]) -> Sequence[NewDelivery]:
        reached = await self._reached([one.entry_id for one in news if one.is_retraction])
        hearers = [one.hearers(self.known, reached[one.entry_id]) for one in news]
        recipients = await self._recipients(set[StudentId]().union(*hearers))
        found: dict[Unique, NewDelivery] = {}
        for one, students in zip(news, hearers, strict=True):
            people = (recipient for student in students for recipient in recipients.get(student, ()))
            for delivery in self._of(one, people, reached[one.entry_id]):
                found[delivery.mailbox_id, one.entry_id, delivery.student_id] = delivery
        return list(found.values())

    async def _reached(self, entry_ids: Sequence[EntryId]) -> Mapping[EntryId, Reached]:
        found: dict[EntryId, dict[tuple[MailboxId, StudentId], Lane]] = defaultdict(dict)
        if entry_ids:
            for one in await self.uow.outbox.of(Topic.ENTRY, entry_ids):
                if one.state in HANDED_OVER:
                    found[EntryId(one.subject_id)][one.mailbox_id, one.student_id] = one.lane
        return found

    async def _recipients(self, students: set[StudentId]) -> Mapping[StudentId, Sequence[Recipient]]:
        found: dict[StudentId, list[Recipient]] = defaultdict(list)
        if students:
            for recipient in await self.uow.people.recipients(students, now=self.now):
                found[recipient.student_id].append(recipient)
        return found

    def _of(self, one: News, people: Iterator[Recipient], reached: Reached) -> Iterator[NewDelivery]:
        usual = self._lane(one)
        held = held_until(
            one.definition, one.content.details, received_at=one.received_at, hold=self.timing.hold
        )
        for recipient in people:
            if not one.concerns(recipient, reached):
                continue
            mailbox, student = recipient.mailbox, recipient.student_id
            # who was alarmed hears as fast that it is over
            lane = min(usual, reached[mailbox.id, student]) if one.is_retraction else usual
            start = self.timing.not_before(
                mailbox, now=self.now, lane=lane, kind=one.kind, held_until=None if one.is_withdrawn else held
            )
            yield NewDelivery(
                mailbox_id=mailbox.id,
                topic=Topic.ENTRY,
                subject_id=one.entry_id,
                version=one.revision.revision,
                student_id=student,
                lane=lane,
                not_before=start,
                due_at=self.timing.due_at(start, lane),
            )

    def _lane(self, one: News) -> Lane:
        return one.definition.lane(
            Occasion(content=one.content, now=self.now, school=self.timing.school, bells=self.known.bells)
        )
