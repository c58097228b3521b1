"""All that is stored about one person: seen, ended, taken along and erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId
from diary.models.people import Link, Role

Rows = Mapping[str, Sequence[Mapping[str, Json]]]


class PersonalDataStore(Protocol):
    async def holders(self, student_ids: Collection[StudentId], *, now: datetime) -> Sequence[Link]:
        """Return the links in force on these students, whoever holds them."""
        ...

    async def groups(
        self, student_ids: Collection[StudentId], *, now: datetime
    ) -> Mapping[StudentId, Sequence[str]]:
        """Return whose groups hear of these students, by the labels of the guardians who linked them."""
        ...

    async def end_access(self, person_id: PersonId, *, why: str, now: datetime) -> Sequence[Role]:
        """Revoke whatever they hold and have passed on still, and let nothing more reach them.

        Return the roles at school that they had. What they had asked for is dropped, what is queued is
        cancelled.
        """
        ...

    async def barred_from(self, person_id: PersonId) -> Sequence[StudentId]:
        """Return whom an order in force keeps this person from."""
        ...

    async def erase(self, person_id: PersonId, *, now: datetime) -> bool:
        """Leave nothing that tells who the person was; False where they are erased already or unknown.

        The column by column table of it is storage/repositories/erasure. Access must have been ended.
        """
        ...

    async def about(self, person_id: PersonId) -> Rows:
        """Return what is stored about the person, without secrets and without others' identifiers."""
        ...

    async def diary(self, student_id: StudentId) -> Rows:
        """Return what is stored about a student: their roster and their diary with all its revisions."""
        ...
