"""The roster the school's journal describes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from diary.models.ids import ClassId, GroupId, PersonId, StaffId, StudentId
from diary.models.people import Role
from diary.models.privacy import EndedLink
from diary.models.roster import KnownRoster, Record, Section, Value


class Rosters(Protocol):
    async def lock(self) -> None:
        """Have every other push of this school wait until this transaction ends."""
        ...

    async def version(self) -> int:
        """Return the number that every change of the roster raises."""
        ...

    async def raise_version(self) -> None: ...

    async def known(self, today: date) -> KnownRoster:
        """Return what entries refer to, with the enrolments and groups of this day."""
        ...

    async def records(self, section: Section) -> dict[str, Record]:
        """Return every record under the school's own id; a bell's is its slot."""
        ...

    async def add(
        self, section: Section, records: Mapping[str, Mapping[str, Value]], *, now: datetime
    ) -> dict[str, int]:
        """Store new records and return their row ids. New staff become persons."""
        ...

    async def change(self, section: Section, records: Sequence[Record]) -> None:
        """Store new values; one that had been removed is back."""
        ...

    async def remove(self, section: Section, rows: Collection[int], *, now: datetime) -> None:
        """Mark as removed. History stays."""
        ...

    async def enrol(self, moves: Mapping[StudentId, ClassId | None], *, since: date, today: date) -> None:
        """End the current enrolments today, and begin the new ones `since`."""
        ...

    async def join(self, members: Collection[tuple[GroupId, StudentId]], *, since: date) -> None: ...

    async def leave(self, members: Collection[tuple[GroupId, StudentId]], *, today: date) -> None: ...

    async def leave_groups(
        self, *, students: Collection[int] = (), groups: Collection[int] = (), today: date
    ) -> None:
        """End every membership of these students, and every membership in these groups."""
        ...

    async def end_lessons(
        self, *, classes: Collection[int] = (), groups: Collection[int] = (), now: datetime
    ) -> None: ...

    async def end_student_links(
        self, students: Collection[StudentId], *, now: datetime
    ) -> Sequence[EndedLink]:
        """Revoke links (returned), and cancel what is queued about these students."""
        ...

    async def end_staff_roles(
        self, staff: Collection[StaffId], *, roles: Collection[Role], now: datetime
    ) -> Sequence[tuple[PersonId, Role]]:
        """Revoke these roles, and cancel what families wrote that is queued.

        Return whose roles they were.
        """
        ...
