"""The append-only log of who did and saw what."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId, SchoolId, StudentId
from diary.ports.audit import AuditRecord
from storage.repositories.bulk import insert_rows
from storage.schema import audit


class SqlAuditLog:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def add(self, *records: AuditRecord, now: datetime) -> None:
        if records:
            await insert_rows(self._connection, audit, [self._row(record, now) for record in records])

    def _row(self, record: AuditRecord, now: datetime) -> dict[str, object]:
        return {
            "school_id": self._school_id,
            "at": now,
            "action": record.action,
            "actor_id": record.actor_id,
            "person_id": record.person_id,
            "student_id": record.student_id,
            "subject_id": record.subject_id,
            "detail": dict(record.detail),
        }

    async def about(
        self, student_id: StudentId, *, limit: int = 100
    ) -> Sequence[tuple[datetime, AuditRecord]]:
        query = (
            select(audit)
            .where(audit.c.school_id == self._school_id, audit.c.student_id == student_id)
            .order_by(audit.c.at.desc(), audit.c.id.desc())
            .limit(limit)
        )
        return [
            (
                row.at,
                AuditRecord(
                    action=row.action,
                    actor_id=None if row.actor_id is None else PersonId(row.actor_id),
                    person_id=None if row.person_id is None else PersonId(row.person_id),
                    student_id=student_id,
                    subject_id=row.subject_id,
                    detail=row.detail,
                ),
            )
            for row in await self._connection.execute(query)
        ]
