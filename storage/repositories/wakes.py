"""Marking messages and waking mailboxes, once a transaction and always in the same order."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Lane, MailboxState, Topic
from diary.models.ids import MailboxId, MessageId
from storage.repositories.chunks import chunks
from storage.schema import delivery, mailbox, message, message_item
from storage.schema.types import Instant

_due = bindparam("due", type_=Instant)
_WAKE = (
    update(mailbox)
    .where(mailbox.c.id.in_(bindparam("mailboxes", expanding=True)), mailbox.c.state == bindparam("open"))
    .values(
        due_at=case((or_(mailbox.c.due_at.is_(None), mailbox.c.due_at > _due), _due), else_=mailbox.c.due_at),
        lane=case(
            (or_(mailbox.c.due_at.is_(None), mailbox.c.lane > bindparam("urgency")), bindparam("urgency")),
            else_=mailbox.c.lane,
        ),
        wake_seq=mailbox.c.wake_seq + 1,
    )
)


@dataclass(slots=True)
class _Redraw:
    lane: Lane
    now: datetime
    ids: set[int]


class Wakes:
    """Collects until `flush`: messages are then locked by id, mailboxes in chat order, never in a circle."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._due: dict[int, tuple[Lane, datetime]] = {}
        self._subjects: dict[Topic, _Redraw] = {}
        self._messages: dict[int, tuple[Lane, datetime]] = {}

    def wake(self, mailbox_id: MailboxId, lane: Lane, due_at: datetime) -> None:
        known = self._due.get(mailbox_id)
        self._due[mailbox_id] = (min(known[0], lane), min(known[1], due_at)) if known else (lane, due_at)

    def redraw(self, topic: Topic, subject_ids: Collection[int], lane: Lane, now: datetime) -> None:
        self._subjects.setdefault(topic, _Redraw(lane, now, set())).ids.update(subject_ids)

    def redraw_message(self, message_id: MessageId, lane: Lane, now: datetime) -> None:
        self._messages[message_id] = (lane, now)

    async def flush(self) -> None:
        await self._mark_messages()
        await self._wake_mailboxes()

    async def _mark_messages(self) -> None:
        showing = await self._showing() | self._messages
        self._subjects.clear()
        self._messages.clear()
        for portion in chunks(sorted(showing)):
            query = select(message.c.id, message.c.mailbox_id).where(message.c.id.in_(portion))
            found = (
                await self._connection.execute(query.order_by(message.c.id).with_for_update(key_share=True))
            ).all()
            await self._connection.execute(
                update(message)
                .where(message.c.id.in_(portion), message.c.deleted_at.is_(None))
                .values(dirty=true(), dirty_seq=message.c.dirty_seq + 1)
            )
            for message_id, mailbox_id in found:
                self.wake(mailbox_id, *showing[message_id])

    async def _showing(self) -> dict[int, tuple[Lane, datetime]]:
        found: dict[int, tuple[Lane, datetime]] = {}
        for topic, redraw in self._subjects.items():
            for portion in chunks(sorted(redraw.ids)):
                query = (
                    select(message_item.c.message_id)
                    .join(delivery, delivery.c.id == message_item.c.delivery_id)
                    .where(delivery.c.topic == topic, delivery.c.subject_id.in_(portion))
                )
                for message_id in await self._connection.scalars(query):
                    found[message_id] = (redraw.lane, redraw.now)
        return found

    async def _wake_mailboxes(self) -> None:
        due, self._due = self._due, {}
        alike: dict[tuple[Lane, datetime], list[int]] = defaultdict(list)
        for mailbox_id in await self._in_chat_order(due):
            alike[due[mailbox_id]].append(mailbox_id)
        for (lane, moment), mailbox_ids in alike.items():
            for portion in chunks(mailbox_ids):
                how = {"open": MailboxState.OPEN.value, "urgency": int(lane), "due": moment}
                await self._connection.execute(_WAKE, {"mailboxes": portion, **how})

    async def _in_chat_order(self, mailbox_ids: Collection[int]) -> list[int]:
        """Lock them in chat order on PostgreSQL; SQLite has one writer.

        Not their keys: a row that refers to a mailbox holds those already, in no order.
        """
        if self._connection.dialect.name == "sqlite" or not mailbox_ids:
            return sorted(mailbox_ids)
        query = select(mailbox.c.id).where(mailbox.c.id.in_(sorted(mailbox_ids)))
        ordered = query.order_by(mailbox.c.chat_id, mailbox.c.bot_id).with_for_update(key_share=True)
        return list(await self._connection.scalars(ordered))
