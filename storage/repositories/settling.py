"""What became of what was handed over, in as few statements as a whole group allows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, false, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Lane
from diary.models.dispatch import Rest, Settlement
from storage.repositories.delivery_rows import live
from storage.repositories.standing import DIRTY
from storage.schema import delivery, mailbox, message, message_item
from storage.schema.types import Instant

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
        # an erasure that came in between has buried it: where it stands is nobody's to know any more
        telegram_message_id=case(
            (
                message.c.deleted_at.is_(None),
                func.coalesce(bindparam("telegram"), message.c.telegram_message_id),
            ),
            else_=message.c.telegram_message_id,
        ),
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
