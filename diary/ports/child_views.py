"""How families call their children, each for themselves."""

from typing import Protocol

from diary.models.ids import PersonId, StudentId
from diary.models.people import ChildView


class ChildViews(Protocol):
    async def lock(self, person_id: PersonId) -> None:
        """Have changes to one person's names wait for each other."""
        ...

    async def get(self, person_id: PersonId, student_id: StudentId) -> ChildView: ...

    async def put(self, person_id: PersonId, student_id: StudentId, view: ChildView) -> None:
        """Keep it in place of the one before."""
        ...
