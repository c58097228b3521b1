"""Who may be handed codes, and who has them or needs none."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.handing_out import LinkedAs, LiveCode, SchoolClass
from diary.models.ids import ClassId, PersonId
from diary.models.people import Role, StaffMember, Student


class Handouts(Protocol):
    async def classes(self) -> Sequence[SchoolClass]:
        """Return those that are not removed."""
        ...

    async def students(self, classes: Collection[ClassId] | None = None) -> Sequence[Student]:
        """Return who is at school, of these classes or (None) of all and none."""
        ...

    async def staff(self) -> Sequence[StaffMember]: ...

    async def links(self, *, now: datetime) -> Sequence[LinkedAs]:
        """Return all rights on students that are in force."""
        ...

    async def staff_roles(self) -> frozenset[tuple[PersonId, Role]]:
        """Return who may act as what at school."""
        ...

    async def live_codes(self, *, now: datetime) -> Sequence[LiveCode]:
        """Return what can still be redeemed, oldest first."""
        ...
