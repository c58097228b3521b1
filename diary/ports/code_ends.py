"""How codes that nobody has redeemed die. Each way makes some worthless, and returns them for the log."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.codes import NewCode, RevokedCode
from diary.models.ids import CodeId, PersonId, StaffId, StudentId
from diary.models.people import Role


class CodeEnds(Protocol):
    async def revoke(self, codes: Collection[CodeId], *, now: datetime) -> Sequence[RevokedCode]: ...

    async def replaced_by(self, code: NewCode, *, now: datetime) -> Sequence[RevokedCode]:
        """Revoke those of the same owner (of the three), role and label as one that is about to be kept.

        Delegated codes stand side by side: their guardians see and revoke them one by one. What the office
        has granted to another guardian's account stays, too: two mothers may have applied.
        """
        ...

    async def of_label(self, student_id: StudentId, label: str, *, now: datetime) -> Sequence[RevokedCode]:
        """Revoke those of the student's guardians, as the school issued them under this label."""
        ...

    async def delegated(
        self, issued_by: PersonId, student_id: StudentId, *, now: datetime
    ) -> Sequence[RevokedCode]:
        """Revoke what this guardian has given out of a student."""
        ...

    async def given_out(self, person_id: PersonId, *, now: datetime) -> Sequence[RevokedCode]:
        """Revoke what the person has given out of any student, and to hand their own access over by."""
        ...

    async def granted_to(self, person_id: PersonId, *, now: datetime) -> Sequence[RevokedCode]:
        """Revoke what the office has granted to the person's accounts; let go of others that they hold."""
        ...

    async def of_students(
        self, students: Collection[StudentId], *, now: datetime
    ) -> Sequence[RevokedCode]: ...

    async def of_staff(
        self, members: Collection[StaffId], roles: Collection[Role], *, now: datetime
    ) -> Sequence[RevokedCode]: ...
