"""To whom an entry went, and who signed it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Topic
from diary.models.entries import Entry
from diary.models.journal import RecipientStatus
from diary.models.people import Role
from storage.schema import acknowledgement, delivery, destination, link


async def recipients_of(connection: AsyncConnection, entry: Entry) -> Sequence[RecipientStatus]:
    """Return one for each person, student and chat, in the order in which they were first told."""
    signed = await _signed(connection, entry)
    rows = (await connection.execute(_deliveries(entry))).all()
    statuses: dict[tuple[Any, ...], RecipientStatus] = {}
    for (person, student, mailbox), group in groupby(rows, key=lambda row: tuple(row[:3])):
        # the last version that went to this chat, by the last of this person's links on the student
        last = list(group)[-1]
        statuses[person, student, mailbox] = RecipientStatus(
            role=Role(last.role),
            label=last.label,
            state=last.state,
            revision=last.version,
            sent_at=last.sent_at,
            acknowledged_at=signed.get((person, student)),
        )
    return list(statuses.values())


def _deliveries(entry: Entry) -> Select[Any]:
    return (
        select(
            destination.c.person_id,
            delivery.c.student_id,
            delivery.c.mailbox_id,
            link.c.role,
            link.c.label,
            delivery.c.state,
            delivery.c.version,
            delivery.c.sent_at,
        )
        .join(destination, destination.c.mailbox_id == delivery.c.mailbox_id)
        .join(
            link,
            (link.c.person_id == destination.c.person_id) & (link.c.student_id == delivery.c.student_id),
        )
        .where(delivery.c.topic == Topic.ENTRY, delivery.c.subject_id == entry.id)
        .order_by(
            destination.c.person_id,
            delivery.c.student_id,
            delivery.c.mailbox_id,
            delivery.c.version,
            delivery.c.id,
            link.c.id,
        )
    )


async def _signed(connection: AsyncConnection, entry: Entry) -> dict[tuple[int, int], datetime]:
    """Return when each signed what is told now; a signature under an older revision is none."""
    query = (
        select(
            acknowledgement.c.person_id, acknowledgement.c.student_id, func.max(acknowledgement.c.signed_at)
        )
        .where(acknowledgement.c.entry_id == entry.id, acknowledgement.c.revision >= entry.told_revision)
        .group_by(acknowledgement.c.person_id, acknowledgement.c.student_id)
    )
    return {(row[0], row[1]): row[2] for row in await connection.execute(query)}
