"""Handing over and what became of it, in as few statements as a whole group allows."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, false, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Lane
from diary.models.dispatch import Claim, Rest, Settlement
from diary.models.ids import DeliveryId, MessageId
from storage.repositories.delivery_rows import WAITING_STATES, live
from storage.repositories.queue import DIRTY
from storage.repositories.upsert import insert_new
from storage.schema import delivery, entry, mailbox, message, message_item
from storage.schema.types import Instant

_REVISIONS = (
    select(entry.c.id, entry.c.revision)
    .where(entry.c.id.in_(bindparam("entries", expanding=True)))
    .order_by(entry.c.id)
    .with_for_update(read=True)
)
_STILL_WAITING = (
    select(delivery.c.id)
    .where(delivery.c.id.in_(bindparam("deliveries", expanding=True)), delivery.c.state.in_(WAITING_STATES))
    .order_by(delivery.c.id)
    .with_for_update()
)
_CLAIM = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery"))
    .values(
        state=DeliveryState.SENDING,
        attempt_id=bindparam("attempt"),
        started_at=bindparam("now", type_=Instant),
    )
)
# a tap may have settled it meanwhile, or another owner taken it over
_SETTLE = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("delivery"),
        delivery.c.attempt_id == bindparam("attempt"),
        delivery.c.state == DeliveryState.SENDING,
    )
    .values(
        state=bindparam("outcome"),
        attempts=bindparam("tries"),
        sent_at=bindparam("at", type_=Instant),
        started_at=func.coalesce(bindparam("missed_at", type_=Instant), delivery.c.started_at, type_=Instant),
        due_at=func.coalesce(bindparam("retry_at", type_=Instant), delivery.c.due_at, type_=Instant),
    )
)
_SETTLE_MESSAGE = (
    update(message)
    .where(message.c.id == bindparam("message"))
    .values(
        telegram_message_id=func.coalesce(bindparam("telegram"), message.c.telegram_message_id),
        sent_at=func.coalesce(message.c.sent_at, bindparam("at", type_=Instant), type_=Instant),
        deleted_at=func.coalesce(bindparam("gone", type_=Instant), message.c.deleted_at, type_=Instant),
        dirty=case((message.c.dirty_seq == bindparam("seen"), false()), else_=message.c.dirty),
    )
)
_SETTLE_ITEM = (
    update(message_item)
    .where(
        message_item.c.message_id == bindparam("message"), message_item.c.delivery_id == bindparam("delivery")
    )
    .values(revision=bindparam("shown"), start=bindparam("from"), end=bindparam("to"))
)
_waiting = (delivery.c.mailbox_id == mailbox.c.id, live(), delivery.c.state != DeliveryState.SENDING)
_any_dirty = exists(
    select(message.c.id).where(
        message.c.mailbox_id == mailbox.c.id,
        DIRTY,
        message.c.deleted_at.is_(None),
    )
)
_next_due = select(func.min(delivery.c.due_at)).where(*_waiting).scalar_subquery()
_next_lane = select(func.min(delivery.c.lane)).where(*_waiting).scalar_subquery()
_unwoken = mailbox.c.wake_seq == bindparam("seen")
# recomputing without a look at wake_seq lost wake-ups that came in between
_REST = (
    update(mailbox)
    .where(mailbox.c.id == bindparam("mailbox"))
    .values(
        due_at=case(
            (_unwoken, case((_any_dirty, bindparam("now", type_=Instant)), else_=_next_due)),
            else_=mailbox.c.due_at,
        ),
        lane=case(
            (_unwoken, case((_any_dirty, func.coalesce(_next_lane, int(Lane.GRADES))), else_=_next_lane)),
            else_=mailbox.c.lane,
        ),
        next_ok_at=bindparam("retry_at", type_=Instant),
    )
)


class SqlSettling:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def new_message_ids(self, count: int, *, after: int) -> Sequence[MessageId]:
        if self._connection.dialect.name == "postgresql":
            sequence = text(
                "SELECT nextval(pg_get_serial_sequence('message', 'id')) FROM generate_series(1, :n)"
            )
            return [MessageId(one) for one in await self._connection.scalars(sequence, {"n": count})]
        last = await self._connection.scalar(select(func.max(message.c.id))) or 0
        first = max(last, after) + 1
        return [MessageId(one) for one in range(first, first + count)]

    async def claim(self, claims: Sequence[Claim], *, now: datetime) -> frozenset[MessageId]:
        """Lock in the order of all writers: entries, deliveries, messages, mailboxes."""
        current = await self._as_shown(claims)
        waiting = await self._waiting({one for claim in current for one in claim.fresh})
        held = [claim for claim in current if claim.fresh <= waiting]
        if not held:
            return frozenset()
        taken = sorted((one, claim.message_id) for claim in held for one in claim.fresh)
        rows = [{"delivery": one, "attempt": attempt, "now": now} for one, attempt in taken]
        await self._connection.execute(_CLAIM, rows)
        await self._keep_messages(held)
        return frozenset(claim.message_id for claim in held)

    async def _as_shown(self, claims: Sequence[Claim]) -> list[Claim]:
        """Leave out what shows an entry that has changed since it was read."""
        shown = {item.entry_id for claim in claims for item in claim.items if item.entry_id is not None}
        if not shown:
            return list(claims)
        rows = await self._connection.execute(_REVISIONS, {"entries": sorted(shown)})
        revisions = {row[0]: row[1] for row in rows}
        return [
            claim
            for claim in claims
            if all(
                item.entry_id is None or revisions.get(item.entry_id) == item.revision for item in claim.items
            )
        ]

    async def _waiting(self, delivery_ids: Collection[DeliveryId]) -> frozenset[int]:
        found = await self._connection.scalars(_STILL_WAITING, {"deliveries": sorted(delivery_ids)})
        return frozenset(found)

    async def _keep_messages(self, claims: Sequence[Claim]) -> None:
        new = [claim for claim in claims if not claim.standing]
        if new:
            await self._connection.execute(insert(message), [_message(claim) for claim in new])
        items = [row for claim in claims for row in _items(claim)]
        await self._connection.execute(insert_new(self._connection, message_item), items)

    async def settle(
        self, settlements: Sequence[Settlement], rests: Sequence[Rest], *, now: datetime
    ) -> None:
        await self._run(_SETTLE, sorted(_deliveries(settlements, now), key=lambda row: row["delivery"]))
        await self._run(_SETTLE_MESSAGE, sorted(_messages(settlements, now), key=lambda row: row["message"]))
        await self._run(_SETTLE_ITEM, _redrawn(settlements))
        ordered = sorted(rests, key=lambda rest: rest.mailbox.chat_id)
        await self._run(_REST, [_rest(rest, now) for rest in ordered])

    async def _run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            await self._connection.execute(statement, rows)

    async def cancel(self, delivery_ids: Collection[DeliveryId]) -> None:
        waiting = sorted(await self._waiting(delivery_ids))
        await self._connection.execute(
            update(delivery).where(delivery.c.id.in_(waiting)).values(state=DeliveryState.CANCELLED)
        )


def _message(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.message_id,
        "mailbox_id": claim.mailbox_id,
        "layout": claim.layout,
        "dirty": False,
    }


def _items(claim: Claim) -> Iterable[dict[str, Any]]:
    for position, item in enumerate(claim.items, start=1):
        if item.delivery_id in claim.fresh:
            yield {
                "message_id": claim.message_id,
                "delivery_id": item.delivery_id,
                "position": position,
                "revision": item.revision,
                "start": item.start,
                "end": item.end,
            }


def _deliveries(settlements: Iterable[Settlement], now: datetime) -> Iterable[dict[str, Any]]:
    for one in settlements:
        for delivery_id in one.claim.fresh:
            yield {
                "delivery": delivery_id,
                "attempt": one.claim.message_id,
                "outcome": one.state,
                "tries": one.attempts,
                "at": now if one.state is DeliveryState.SENT else None,
                "missed_at": now if one.state is DeliveryState.MISSED else None,
                "retry_at": one.retry_at,
            }


def _messages(settlements: Iterable[Settlement], now: datetime) -> Iterable[dict[str, Any]]:
    for one in settlements:
        yield {
            "message": one.claim.message_id,
            "telegram": one.telegram_message_id,
            "at": now if one.telegram_message_id is not None else None,
            "gone": now if one.gone else None,
            "seen": one.seen_dirty_seq,
        }


def _redrawn(settlements: Iterable[Settlement]) -> list[dict[str, Any]]:
    return [
        {
            "message": one.claim.message_id,
            "delivery": item.delivery_id,
            "shown": item.revision,
            "from": item.start,
            "to": item.end,
        }
        for one in settlements
        if one.claim.standing and one.state is DeliveryState.SENT
        for item in one.claim.items
    ]


def _rest(rest: Rest, now: datetime) -> dict[str, Any]:
    return {
        "mailbox": rest.mailbox.id,
        "seen": rest.mailbox.wake_seq,
        "now": now,
        "retry_at": rest.retry_at,
    }
