"""Taking what is sent next, so that nobody else does and it shows what holds."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState
from diary.models.dispatch import Claim
from diary.models.ids import DeliveryId, MessageId
from storage.repositories.bulk import insert_rows
from storage.repositories.delivery_rows import WAITING_STATES
from storage.schema import delivery, entry, message, message_item
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
    .with_for_update(key_share=True)
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


class SqlClaiming:
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
            await insert_rows(self._connection, message, [_message(claim) for claim in new])
        items = [row for claim in claims for row in _items(claim)]
        await insert_rows(self._connection, message_item, items, skip_known=True)

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
