"""What is due: read through the partial indexes of the queue alone, however much was sent before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import (
    Delivery,
    DeliveryState,
    Lane,
    MailboxState,
    MessageItem,
    SentMessage,
    Topic,
)
from diary.models.dispatch import DueMailbox, MailboxQueue, StandingMessage
from diary.models.entries import Kind
from diary.models.ids import BotId, ChatId, MailboxId, MessageId, StudentId, TelegramMessageId
from diary.models.notifications import Layout
from storage.repositories.delivery_rows import COLUMNS, live, to_delivery
from storage.schema import delivery, entry, mailbox, message, message_item
from storage.schema.types import Instant

MOST_AT_ONCE = 2_000
"""Deliveries read in one go: who has more waiting gets the rest in the next."""

DIRTY = text("message.dirty")
"""The partial index in its own words."""


def _due_in(lane: Lane) -> Select[Any]:
    now = bindparam("now", type_=Instant)
    columns = (
        mailbox.c.id,
        mailbox.c.chat_id,
        mailbox.c.private,
        mailbox.c.locale,
        mailbox.c.due_at,
        mailbox.c.wake_seq,
    )
    return (
        select(*columns, literal(int(lane), literal_execute=True).label("lane"))
        .where(
            mailbox.c.bot_id == bindparam("bot"),
            mailbox.c.lane == literal(int(lane), literal_execute=True),
            mailbox.c.due_at <= now,
            mailbox.c.state == MailboxState.OPEN,
            or_(mailbox.c.next_ok_at.is_(None), mailbox.c.next_ok_at <= now),
        )
        .order_by(mailbox.c.due_at)
        .limit(bindparam("most"))
    )


# a query a lane, each in the order of the index: sorting a long backlog would cost more than sending it
_DUE = union_all(*(select(_due_in(lane).subquery()) for lane in Lane))
_WAITING = (
    select(*COLUMNS, delivery.c.due_at)
    .where(
        delivery.c.mailbox_id.in_(bindparam("mailboxes", expanding=True)),
        live(),
        delivery.c.state != DeliveryState.SENDING,
        delivery.c.not_before <= bindparam("now", type_=Instant),
    )
    .order_by(delivery.c.mailbox_id, delivery.c.lane, delivery.c.not_before, delivery.c.id)
    .limit(MOST_AT_ONCE)
)
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


class SqlQueue:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due(
        self, bot_id: BotId, *, now: datetime, urgent: int, bulk: int, busy: Collection[MailboxId]
    ) -> Sequence[DueMailbox]:
        most = urgent + len(busy)
        rows = await self._connection.execute(_DUE, {"bot": bot_id, "now": now, "most": most})
        found: list[DueMailbox] = []
        for mailbox_id, chat_id, private, locale, due_at, wake_seq, lane in rows:
            if lane > Lane.TALK:
                if bulk <= 0:
                    break
                bulk -= mailbox_id not in busy
            if mailbox_id not in busy:
                found.append(
                    DueMailbox(
                        id=MailboxId(mailbox_id),
                        chat_id=ChatId(chat_id),
                        private=bool(private),
                        locale=locale,
                        due_at=due_at,
                        wake_seq=wake_seq,
                    )
                )
        return found[:urgent]

    async def queues(self, mailboxes: Sequence[DueMailbox], *, now: datetime) -> Sequence[MailboxQueue]:
        ids = [one.id for one in mailboxes]
        rows = (await self._connection.execute(_WAITING, {"mailboxes": ids, "now": now})).all()
        waiting: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            waiting[row[1]].append(row)
        dirty = {one.message.mailbox_id: one for one in await self._oldest_dirty(ids)}
        everything = len(rows) < MOST_AT_ONCE
        return [
            MailboxQueue(
                mailbox=one,
                waiting=_due_now(waiting[one.id], now),
                dirty=(dirty[one.id],) if one.id in dirty else (),
            )
            for one in mailboxes
            if everything or one.id in waiting or one.id in dirty
        ]

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
        # from the child's absences of the day to their messages: a chat may hold thousands of those
        query = (
            select(func.max(message.c.id), message.c.mailbox_id, entry.c.student_id, entry.c.date)
            .join(message_item, message_item.c.message_id == message.c.id)
            .join(delivery, delivery.c.id == message_item.c.delivery_id)
            .join(entry, entry.c.id == delivery.c.subject_id)
            .where(
                delivery.c.topic == Topic.ENTRY,
                delivery.c.state == DeliveryState.SENT,
                entry.c.kind == Kind.ATTENDANCE,
                entry.c.student_id.in_({student for _, student, _ in days}),
                entry.c.date.in_({day for _, _, day in days}),
                message.c.mailbox_id.in_({box for box, _, _ in days}),
                message.c.layout == Layout.ABSENCE_DAY,
                message.c.telegram_message_id.is_not(None),
                message.c.deleted_at.is_(None),
            )
            .group_by(message.c.mailbox_id, entry.c.student_id, entry.c.date)
        )
        keys = {row[0]: (row[1], row[2], row[3]) for row in await self._connection.execute(query)}
        found = await self._standing(list(keys)) if keys else []
        return {keys[one.message.id]: one for one in found}


def _due_now(rows: list[Any], now: datetime) -> tuple[Delivery, ...]:
    """Urgent things, talk and the rest each wait for their first that is due, then go together."""
    ripe = {_company(row[6]) for row in rows if row[-1] <= now}
    return tuple(to_delivery(row) for row in rows if _company(row[6]) in ripe)


def _company(lane: int) -> int:
    return min(lane, Lane.GRADES)


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
