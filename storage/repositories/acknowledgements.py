"""Who signed what."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.acknowledgements import AbsenceAnswer, ShownEntry
from diary.models.deliveries import Topic
from diary.models.entries import Kind
from diary.models.ids import AccountId, EntryId, MessageId, PersonId, StudentId
from storage.repositories.upsert import insert_new
from storage.schema import (
    acknowledgement,
    delivery,
    destination,
    entry,
    entry_revision,
    message,
    message_item,
)

SHOWN_COLUMNS = (
    message_item.c.position,
    delivery.c.mailbox_id,
    entry.c.id,
    entry.c.kind,
    delivery.c.student_id,
    message_item.c.revision,
    entry.c.told_revision,
    entry.c.withdrawn,
    entry.c.staff_id,
    entry.c.subject_id,
    message_item.c.start,
    message_item.c.end,
    entry.c.lesson,
    entry_revision.c.content,
)
SHOWN = (
    message_item.join(delivery, delivery.c.id == message_item.c.delivery_id)
    .join(entry, entry.c.id == delivery.c.subject_id)
    .join(
        entry_revision,
        and_(entry_revision.c.entry_id == entry.c.id, entry_revision.c.revision == message_item.c.revision),
    )
)


class SqlAcknowledgements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shown(self, message_id: MessageId) -> Sequence[ShownEntry]:
        query = (
            select(*SHOWN_COLUMNS)
            .select_from(SHOWN)
            .where(message_item.c.message_id == message_id, delivery.c.topic == Topic.ENTRY)
            .order_by(message_item.c.position)
        )
        rows = await self._connection.execute(query)
        return [_shown(row) for row in rows]

    async def signed(
        self, person_id: PersonId, entry_ids: Collection[EntryId]
    ) -> frozenset[tuple[EntryId, StudentId]]:
        query = (
            select(acknowledgement.c.entry_id, acknowledgement.c.student_id)
            .join(entry, entry.c.id == acknowledgement.c.entry_id)
            .where(
                acknowledgement.c.person_id == person_id,
                acknowledgement.c.entry_id.in_(entry_ids),
                acknowledgement.c.revision >= entry.c.told_revision,
            )
        )
        return frozenset((row[0], row[1]) for row in await self._connection.execute(query))

    async def add(
        self,
        entries: Sequence[ShownEntry],
        *,
        person_id: PersonId,
        account_id: AccountId,
        message_id: MessageId,
        answer: AbsenceAnswer | None,
        now: datetime,
    ) -> Sequence[ShownEntry]:
        if not entries:
            return []
        rows = [
            {
                "entry_id": shown.entry_id,
                "revision": shown.revision,
                "student_id": shown.student_id,
                "person_id": person_id,
                "account_id": account_id,
                "message_id": message_id,
                "answer": answer,
                "signed_at": now,
            }
            for shown in entries
        ]
        query = insert_new(self._connection, acknowledgement).values(rows)
        added = await self._connection.execute(
            query.returning(acknowledgement.c.entry_id, acknowledgement.c.student_id)
        )
        new = {(row[0], row[1]) for row in added}
        return [shown for shown in entries if (shown.entry_id, shown.student_id) in new]

    async def messages(self, person_id: PersonId, entry_ids: Collection[EntryId]) -> Sequence[MessageId]:
        query = (
            select(message.c.id)
            .distinct()
            .join(message_item, message_item.c.message_id == message.c.id)
            .join(delivery, delivery.c.id == message_item.c.delivery_id)
            .join(destination, destination.c.mailbox_id == delivery.c.mailbox_id)
            .where(
                delivery.c.topic == Topic.ENTRY,
                delivery.c.subject_id.in_(entry_ids),
                destination.c.person_id == person_id,
                destination.c.ended_at.is_(None),
                message.c.deleted_at.is_(None),
            )
            .order_by(message.c.id)
        )
        return (await self._connection.scalars(query)).all()


def _shown(row: Sequence[Any]) -> ShownEntry:
    """Read what was selected as SHOWN_COLUMNS."""
    (
        number,
        mailbox,
        entry_id,
        kind,
        student,
        revision,
        told,
        withdrawn,
        staff,
        subject,
        start,
        end,
        lesson,
        content,
    ) = row
    return ShownEntry(
        number=number,
        mailbox_id=mailbox,
        entry_id=entry_id,
        kind=Kind(kind),
        student_id=student,
        revision=revision,
        told_revision=told,
        withdrawn=withdrawn,
        staff_id=staff,
        subject_id=subject,
        start=start,
        end=end,
        lesson=lesson,
        value=str(content.get("details", {}).get("value", "")),
    )
