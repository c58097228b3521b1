"""Who was asked to sign a teacher's entries, and who did."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Topic
from diary.models.ids import EntryId, PersonId, SchoolId, StudentId
from diary.models.people import Name, Role
from diary.models.teachings import Asked, Signatures
from storage.repositories.chunks import chunks
from storage.repositories.links import live_link
from storage.schema import (
    acknowledgement,
    delivery,
    destination,
    enrolment,
    entry,
    link,
    school_class,
    staff,
    student,
)

Signed = dict[tuple[int, int, int], datetime]


class EntrySignatures:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of(self, person_id: PersonId, since: datetime, now: datetime) -> list[Signatures]:
        rows = await self._connection.execute(self._asked(person_id, since, now))
        # the last version that went to a chat stands last, and wins
        last = {(row.id, row.student_id, row.person_id): row for row in rows}
        signed = await self._signed({entry_id for entry_id, _, _ in last})
        asked: dict[EntryId, list[Asked]] = {}
        for key, row in last.items():
            asked.setdefault(EntryId(row.id), []).append(_asked(row, signed.get(key)))
        return [Signatures(entry_id=entry_id, asked=ones) for entry_id, ones in asked.items()]

    def _asked(self, person_id: PersonId, since: datetime, now: datetime) -> Select[Any]:
        return (
            select(
                entry.c.id,
                delivery.c.student_id,
                destination.c.person_id,
                link.c.label,
                delivery.c.state,
                delivery.c.sent_at,
                student.c.family_name,
                student.c.given_name,
                student.c.patronymic,
                school_class.c.name.label("class_name"),
            )
            .join(staff, staff.c.id == entry.c.staff_id)
            .join(delivery, and_(delivery.c.topic == Topic.ENTRY, delivery.c.subject_id == entry.c.id))
            .join(destination, destination.c.mailbox_id == delivery.c.mailbox_id)
            .join(
                link,
                and_(
                    link.c.person_id == destination.c.person_id,
                    link.c.student_id == delivery.c.student_id,
                    link.c.role == Role.GUARDIAN,
                    live_link(now),
                ),
            )
            .join(student, student.c.id == delivery.c.student_id)
            .outerjoin(
                enrolment, and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None))
            )
            .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
            .where(
                staff.c.person_id == person_id,
                staff.c.removed_at.is_(None),
                entry.c.school_id == self._school_id,
                entry.c.withdrawn.is_(False),
                entry.c.id > _last_before(since),
                entry.c.received_at >= since,
                delivery.c.state != DeliveryState.CANCELLED,
                destination.c.ended_at.is_(None),
            )
            .order_by(
                entry.c.changed_at.desc(),
                entry.c.id.desc(),
                student.c.family_name,
                student.c.given_name,
                link.c.id,
                delivery.c.version,
                delivery.c.id,
            )
        )

    async def _signed(self, entry_ids: Collection[int]) -> Signed:
        found: Signed = {}
        for part in chunks(sorted(entry_ids)):
            query = (
                select(
                    acknowledgement.c.entry_id,
                    acknowledgement.c.student_id,
                    acknowledgement.c.person_id,
                    func.max(acknowledgement.c.signed_at),
                )
                .join(entry, entry.c.id == acknowledgement.c.entry_id)
                .where(
                    acknowledgement.c.entry_id.in_(part), acknowledgement.c.revision >= entry.c.told_revision
                )
                .group_by(
                    acknowledgement.c.entry_id, acknowledgement.c.student_id, acknowledgement.c.person_id
                )
            )
            found |= {(row[0], row[1], row[2]): row[3] for row in await self._connection.execute(query)}
        return found


def _last_before(since: datetime) -> ColumnElement[int]:
    """Ids grow with time, so that the recent ones are found without an index of their own."""
    older = select(entry.c.id).where(entry.c.received_at < since).order_by(entry.c.id.desc()).limit(1)
    return func.coalesce(older.scalar_subquery(), 0)


def _asked(row: Any, signed_at: datetime | None) -> Asked:
    return Asked(
        student_id=StudentId(row.student_id),
        student=Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic or ""),
        class_name=row.class_name or "",
        label=row.label,
        state=DeliveryState(row.state),
        sent_at=row.sent_at,
        signed_at=signed_at,
    )
