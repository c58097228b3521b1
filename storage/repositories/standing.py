"""Messages that chats have: those to be drawn again, and those that what is new may join."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import (
    DeliveryState,
    MessageItem,
    SentMessage,
    Topic,
)
from diary.models.dispatch import StandingMessage
from diary.models.entries import Kind
from diary.models.ids import MailboxId, MessageId, StudentId, TelegramMessageId
from diary.models.notifications import Layout
from storage.repositories.delivery_rows import COLUMNS, to_delivery
from storage.schema import delivery, entry, message, message_item

DIRTY = text("message.dirty")
"""The partial index in its own words."""

_OLDEST_DIRTY = (
    select(func.min(message.c.id))
    .where(
        message.c.mailbox_id.in_(bindparam("mailboxes", expanding=True)),
        DIRTY,
        message.c.deleted_at.is_(None),
    )
    .group_by(message.c.mailbox_id)
)
_ITEMS = (
    select(
        *COLUMNS,
        message_item.c.message_id,
        message_item.c.revision,
        message_item.c.start,
        message_item.c.end,
        message.c.telegram_message_id,
        message.c.layout,
        message.c.dirty_seq,
    )
    .join(message_item, message_item.c.delivery_id == delivery.c.id)
    .join(message, message.c.id == message_item.c.message_id)
    .where(message.c.id.in_(bindparam("messages", expanding=True)))
    .order_by(message.c.id, message_item.c.position)
)

# from the absences of the day to their messages: a chat may hold thousands of those
_ABSENCE_MESSAGES = (
    select(message.c.id, message.c.mailbox_id, delivery.c.subject_id)
    .join(message_item, message_item.c.message_id == message.c.id)
    .join(delivery, delivery.c.id == message_item.c.delivery_id)
    .where(
        delivery.c.topic == Topic.ENTRY,
        delivery.c.subject_id.in_(bindparam("entries", expanding=True)),
        delivery.c.mailbox_id.in_(bindparam("mailboxes", expanding=True)),
        delivery.c.state == DeliveryState.SENT,
        message.c.layout == Layout.ABSENCE_DAY,
        message.c.telegram_message_id.is_not(None),
        message.c.deleted_at.is_(None),
    )
)


class SqlStanding:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _oldest_dirty(self, mailbox_ids: list[MailboxId]) -> list[StandingMessage]:
        ids = (await self._connection.scalars(_OLDEST_DIRTY, {"mailboxes": mailbox_ids})).all()
        return await self._standing(ids) if ids else []

    async def _standing(self, message_ids: Sequence[int]) -> list[StandingMessage]:
        rows = await self._connection.execute(_ITEMS, {"messages": message_ids})
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            found[row[len(COLUMNS)]].append(row)
        return [_standing_message(rows) for rows in found.values()]

    async def absence_days(
        self, days: Collection[tuple[MailboxId, StudentId, date]]
    ) -> dict[tuple[MailboxId, StudentId, date], StandingMessage]:
        absences = await self._absences({day[1:] for day in days})
        boxes = sorted({box for box, _, _ in days})
        parameters = {"entries": list(absences), "mailboxes": boxes}
        keys: dict[int, tuple[MailboxId, StudentId, date]] = {}
        if absences:
            for message_id, box, entry_id in await self._connection.execute(_ABSENCE_MESSAGES, parameters):
                keys[message_id] = (box, *absences[entry_id])
        newest = {key: message_id for message_id, key in sorted(keys.items())}
        found = await self._standing(list(newest.values())) if newest else []
        return {keys[one.message.id]: one for one in found}

    async def _absences(self, days: Collection[tuple[StudentId, date]]) -> dict[int, tuple[StudentId, date]]:
        query = select(entry.c.id, entry.c.student_id, entry.c.date).where(
            entry.c.kind == Kind.ATTENDANCE,
            entry.c.student_id.in_({student for student, _ in days}),
            entry.c.date.in_({day for _, day in days}),
        )
        rows = await self._connection.execute(query)
        return {row[0]: (row[1], row[2]) for row in rows if (row[1], row[2]) in days}


def _standing_message(rows: list[Any]) -> StandingMessage:
    first = rows[0]
    message_id, _, _, _, telegram_message_id, layout, dirty_seq = first[len(COLUMNS) :]
    items = tuple(
        MessageItem(delivery=to_delivery(row), revision=row[-6], start=row[-5], end=row[-4]) for row in rows
    )
    return StandingMessage(
        message=SentMessage(
            id=MessageId(message_id),
            mailbox_id=MailboxId(first[1]),
            telegram_message_id=TelegramMessageId(telegram_message_id),
            items=items,
        ),
        layout=Layout(layout),
        dirty_seq=dirty_seq,
    )
