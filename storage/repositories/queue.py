"""What is due: read through the partial indexes of the queue alone, however much was sent before."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, literal, or_, select, union_all

from diary.models.deliveries import (
    Delivery,
    DeliveryState,
    Lane,
    MailboxState,
)
from diary.models.dispatch import DueMailbox, MailboxQueue
from diary.models.ids import BotId, ChatId, MailboxId
from storage.repositories.delivery_rows import COLUMNS, live, to_delivery
from storage.repositories.standing import SqlStanding
from storage.schema import delivery, mailbox
from storage.schema.types import Instant

MOST_AT_ONCE = 2_000
"""Deliveries read in one go: who has more waiting gets the rest in the next."""


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
            or_(mailbox.c.held_from.is_(None), mailbox.c.held_from > now),
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


class SqlQueue(SqlStanding):
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


def _due_now(rows: list[Any], now: datetime) -> tuple[Delivery, ...]:
    """Urgent things, talk and the rest each wait for their first that is due, then go together."""
    ripe = {_company(row[6]) for row in rows if row[-1] <= now}
    return tuple(to_delivery(row) for row in rows if _company(row[6]) in ripe)


def _company(lane: int) -> int:
    return min(lane, Lane.GRADES)
