"""Rights that guardians have passed on, and the codes that bring them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.delegation import Ending, Subjects, TrustedLink, WaitingCode
from diary.models.ids import CodeId, LinkId, NoticeId, PersonId, StudentId
from diary.models.people import Link, Scope


class Delegations(Protocol):
    async def of_student(self, student_id: StudentId, *, now: datetime) -> Sequence[TrustedLink]:
        """Return the delegated rights in force, oldest first."""
        ...

    async def codes_of(self, student_id: StudentId, *, now: datetime) -> Sequence[WaitingCode]:
        """Return the delegated codes that may still be redeemed, oldest first."""
        ...

    async def link(self, link_id: LinkId, *, now: datetime) -> TrustedLink | None:
        """Return a delegated right in force, and keep it from changing until the transaction ends."""
        ...

    async def code(self, code_id: CodeId, *, now: datetime) -> WaitingCode | None: ...

    async def held(self, person_id: PersonId, student_id: StudentId) -> LinkId | None:
        """Return the delegated right that stands in the way of another: in force, or over and not ended."""
        ...

    async def granted(self, person_id: PersonId, student_id: StudentId) -> Sequence[TrustedLink]:
        """Return what this guardian has passed on of a student and nobody has taken back."""
        ...

    async def over(self, *, now: datetime) -> Sequence[TrustedLink]:
        """Return the rights whose term is over and that were not ended yet."""
        ...

    async def ending(self, *, before: datetime, now: datetime) -> Sequence[TrustedLink]:
        """Return the rights in force that end before then, and whose holders have not heard of that end."""
        ...

    async def guardian(self, person_id: PersonId, student_id: StudentId, *, now: datetime) -> Link | None:
        """Return a guardian's right in force, and keep it from ending until the transaction does."""
        ...

    async def set_scope(self, link_id: LinkId, scope: Scope) -> None: ...

    async def set_until(self, link_id: LinkId, until: datetime) -> None: ...

    async def mark_end_told(self, link_id: LinkId, until: datetime) -> bool:
        """Note that the holder hears of this end; False where that was noted before."""
        ...

    async def end(self, link_id: LinkId, why: Ending | str, *, by: PersonId | None, now: datetime) -> bool:
        """End a right of any role; False where it has ended before."""
        ...

    async def has_right(self, person_id: PersonId, student_id: StudentId, *, now: datetime) -> bool: ...

    async def untold(self, what: str, person_id: PersonId, student_id: StudentId) -> Sequence[NoticeId]:
        """Return notices to this person about a student that a newer one makes needless."""
        ...

    async def subjects(self, student_id: StudentId) -> Subjects:
        """Return what the student is taught, by name; all subjects of the school where nothing says."""
        ...

    async def named(self, scopes: Sequence[Scope]) -> Subjects:
        """Return the names of the subjects that scopes name."""
        ...

    async def right(self, link_id: LinkId, *, now: datetime) -> Link | None:
        """Return a right of any role that is in force."""
        ...
