"""Reading the audit: a student's or a person's, with what its numbers mean."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.auditing import Called, EntryNamed
from diary.models.ids import PersonId, StudentId
from diary.models.people import Student
from diary.ports.audit import AuditRecord

Stored = tuple[int, datetime, AuditRecord]


class AuditReadings(Protocol):
    async def of_student(
        self, student_id: StudentId, *, limit: int, offset: int = 0, before: Stored | None = None
    ) -> Sequence[Stored]:
        """Return what is about a student, newest first, through an index however long the log is.

        `before`: what comes after that line, however far down it stands.
        """
        ...

    async def of_person(
        self, person_id: PersonId, *, limit: int, offset: int = 0, before: Stored | None = None
    ) -> Sequence[Stored]:
        """Return what a person did, and what was done about them: as `of_student`."""
        ...

    async def called(
        self, person_ids: Collection[PersonId], student_id: StudentId | None, *, now: datetime
    ) -> Mapping[PersonId, Called]:
        """Return how these are called, first of all as what they are to this student."""
        ...

    async def holders(self, student_id: StudentId) -> Sequence[PersonId]:
        """Return who holds or ever held a link on the student, oldest first."""
        ...

    async def entries(self, entry_ids: Collection[int]) -> Mapping[int, EntryNamed]: ...

    async def students(self, student_ids: Collection[StudentId]) -> Mapping[StudentId, Student]:
        """Return these, also who has left."""
        ...

    async def left(self) -> Sequence[Student]:
        """Return those whom the roster has no more, by name."""
        ...

    async def student_named(self, external_id: str) -> StudentId | None:
        """Return the student of the school's own id, also one who has left."""
        ...
