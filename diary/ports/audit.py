"""The append-only log of who did and saw what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """`detail` holds ids, kinds and counts; never texts, codes or names: a log cannot be erased."""

    action: str
    actor_id: PersonId | None = None
    person_id: PersonId | None = None
    student_id: StudentId | None = None
    subject_id: int | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)


class AuditLog(Protocol):
    async def add(self, *records: AuditRecord, now: datetime) -> None:
        """Write in the transaction that the records speak of."""
        ...

    async def about(
        self, student_id: StudentId, *, limit: int = 100
    ) -> Sequence[tuple[datetime, AuditRecord]]:
        """Newest first."""
        ...
