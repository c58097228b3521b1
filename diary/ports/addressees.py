"""Whom one may write to about a student."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from diary.models.ids import EntryId, PersonId, StaffId, StudentId
from diary.models.people import Name, Student
from diary.models.talk import EntryPlace, Teaching


class Addressees(Protocol):
    async def students(
        self, student_ids: Collection[StudentId], *, reader: PersonId | None = None
    ) -> Mapping[StudentId, Student]:
        """Return those who are at school, with their class of now.

        `reader`: who alone is shown them, and so by what they call them themselves.
        """
        ...

    async def staff(self, staff_id: StaffId) -> tuple[PersonId, Name] | None:
        """None where they left the school."""
        ...

    async def employee(self, person_id: PersonId) -> Name | None:
        """Return their name as an employee; None where they are none (any more)."""
        ...

    async def staff_names(self, person_ids: Collection[PersonId]) -> Mapping[PersonId, Name]:
        """Return the names of employees, also of those who left: what they once did or wrote is theirs."""
        ...

    async def teachings(self, student_id: StudentId, *, day: date) -> Sequence[Teaching]:
        """Return the lessons of the student's class and groups in the timetable of that day."""
        ...

    async def class_teacher(self, student_id: StudentId) -> tuple[PersonId, Name] | None: ...

    async def entry_place(self, entry_id: EntryId) -> EntryPlace | None: ...
