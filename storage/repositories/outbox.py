"""How use cases put things on their way into chats."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Delivery, DeliveryState, Lane, MailboxState, NewDelivery, Topic
from diary.models.ids import MailboxId, MessageId, PersonId, StudentId
from diary.models.people import STAFF_ROLES
from storage.repositories.bulk import insert_rows
from storage.repositories.chunks import chunks
from storage.repositories.delivery_rows import COLUMNS, live, to_delivery
from storage.repositories.wakes import Wakes
from storage.schema import delivery, destination, link, mailbox, relay

_BLOCKED = select(mailbox.c.id).where(
    mailbox.c.id.in_(bindparam("mailboxes", expanding=True)), mailbox.c.state != MailboxState.OPEN
)


class SqlOutbox:
    """Mailboxes and messages are touched at `flush` alone, so that every transaction locks in one order."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._wakes = Wakes(connection)

    async def put(self, deliveries: Sequence[NewDelivery], *, now: datetime) -> None:
        """Queue and wake the mailboxes; what a chat that blocked the bot would get is missed at once."""
        blocked = await self._blocked({new.mailbox_id for new in deliveries})
        rows = [_row(new, missed=new.mailbox_id in blocked, now=now) for new in deliveries]
        await insert_rows(self._connection, delivery, rows, skip_known=True)
        for new in deliveries:
            self._wakes.wake(new.mailbox_id, new.lane, new.due_at)

    async def _blocked(self, mailbox_ids: Collection[MailboxId]) -> set[int]:
        blocked: set[int] = set()
        for portion in chunks(sorted(mailbox_ids)):
            blocked.update(await self._connection.scalars(_BLOCKED, {"mailboxes": portion}))
        return blocked

    async def of(self, topic: Topic, subject_ids: Collection[int]) -> Sequence[Delivery]:
        found: list[Delivery] = []
        for portion in chunks(sorted(set(subject_ids))):
            query = select(*COLUMNS).where(delivery.c.topic == topic, delivery.c.subject_id.in_(portion))
            found += map(to_delivery, await self._connection.execute(query))
        return sorted(found, key=lambda one: one.id)

    async def cancel_queued(
        self,
        topic: Topic,
        subject_ids: Collection[int],
        *,
        mailbox_ids: Collection[MailboxId] | None = None,
        student_ids: Collection[StudentId] | None = None,
    ) -> Sequence[Delivery]:
        """Cancel what was never handed over: what may have arrived stays as it is."""
        cancelled: list[Delivery] = []
        for portion in chunks(sorted(set(subject_ids))):
            conditions: list[ColumnElement[bool]] = [
                delivery.c.topic == topic,
                delivery.c.subject_id.in_(portion),
            ]
            if mailbox_ids is not None:
                conditions.append(delivery.c.mailbox_id.in_(sorted(mailbox_ids)))
            if student_ids is not None:
                conditions.append(delivery.c.student_id.in_(sorted(student_ids)))
            cancelled += await self._cancel(*conditions)
        return cancelled

    async def cancel_for(self, person_id: PersonId, student_ids: Collection[StudentId]) -> int:
        """Cancel what is queued about these students where nobody but this person hears of them.

        What families wrote to somebody of the school stays: that is who they were written to as.
        """
        to_school = exists(
            select(relay.c.id).where(
                delivery.c.topic == Topic.RELAY,
                relay.c.id == delivery.c.subject_id,
                relay.c.sender_role.not_in(STAFF_ROLES),
            )
        )
        other_chat, other_link = destination.alias(), link.alias()
        someone_else = exists(
            select(other_chat.c.id)
            .join(other_link, other_link.c.person_id == other_chat.c.person_id)
            .where(
                other_chat.c.mailbox_id == delivery.c.mailbox_id,
                other_chat.c.person_id != person_id,
                other_chat.c.ended_at.is_(None),
                other_link.c.student_id == delivery.c.student_id,
                other_link.c.revoked_at.is_(None),
            )
        )
        chats = select(destination.c.mailbox_id).where(destination.c.person_id == person_id)
        cancelled = await self._cancel(
            live(),
            delivery.c.mailbox_id.in_(chats),
            delivery.c.student_id.in_(sorted(student_ids)),
            ~someone_else,
            ~to_school,
        )
        return len(cancelled)

    async def cancel_queue(self, mailbox_id: MailboxId) -> None:
        await self._cancel(live(), delivery.c.mailbox_id == mailbox_id)

    async def _cancel(self, *conditions: ColumnElement[bool]) -> list[Delivery]:
        query = select(*COLUMNS).where(delivery.c.state == DeliveryState.QUEUED, *conditions)
        rows = await self._connection.execute(query.order_by(delivery.c.id).with_for_update(key_share=True))
        cancelled = [to_delivery(row) for row in rows]
        for portion in chunks([one.id for one in cancelled]):
            await self._connection.execute(
                update(delivery).where(delivery.c.id.in_(portion)).values(state=DeliveryState.CANCELLED)
            )
        return cancelled

    async def redraw(self, topic: Topic, subject_ids: Collection[int], *, now: datetime) -> None:
        """Have every sent message that shows these subjects drawn again, at once and silently."""
        self._wakes.redraw(topic, subject_ids, Lane.GRADES, now)

    async def redraw_message(self, message_id: MessageId, *, now: datetime) -> None:
        """Draw one again: someone has just tapped on it and is waiting."""
        self._wakes.redraw_message(message_id, Lane.TALK, now)

    def wake(self, mailbox_ids: Iterable[MailboxId], *, lane: Lane, now: datetime) -> None:
        """Have the engine look at these mailboxes, whatever they hold."""
        for mailbox_id in mailbox_ids:
            self._wakes.wake(mailbox_id, lane, now)

    async def flush(self) -> None:
        """Wake and mark, right before the commit."""
        await self._wakes.flush()


def _row(new: NewDelivery, *, missed: bool, now: datetime) -> dict[str, object]:
    return {
        "mailbox_id": new.mailbox_id,
        "topic": new.topic.value,
        "subject_id": new.subject_id,
        "version": new.version,
        "student_id": new.student_id,
        "lane": int(new.lane),
        "created_at": now,
        "not_before": new.not_before,
        "due_at": new.due_at,
        "state": (DeliveryState.MISSED if missed else DeliveryState.QUEUED).value,
        "started_at": now if missed else None,
    }
