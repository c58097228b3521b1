"""Who has access to which child, and who is kept out by a judge's or the law's order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.custody import Access, Bar, ClassLine
from diary.models.ids import BarId, BotId, ClassId, LinkId, PersonId, StudentId, TelegramUserId
from diary.models.people import Student


class Custody(Protocol):
    async def classes(self) -> Sequence[ClassLine]:
        """Return the classes that have students, and those without a class if there are any."""
        ...

    async def students(self, class_id: ClassId | None) -> Sequence[Student]:
        """Return who is in the class now, by name."""
        ...

    async def lock(self, link_id: LinkId) -> None:
        """Have others who would end this right wait until this transaction ends."""
        ...

    async def accesses(self, student_id: StudentId, *, now: datetime) -> Sequence[Access]: ...

    async def bars(self, student_id: StudentId) -> Sequence[Bar]:
        """Return those in force, oldest first."""
        ...

    async def get(self, bar_id: BarId) -> Bar | None:
        """None where it is not in force."""
        ...

    async def bar(
        self, student_id: StudentId, person_id: PersonId, basis: str, *, by: PersonId, now: datetime
    ) -> BarId | None:
        """Keep the person out; None where they are already."""
        ...

    async def lift(self, bar_id: BarId, *, now: datetime) -> tuple[StudentId, PersonId] | None:
        """Return whom it kept from whom; None where there is none in force."""
        ...

    async def is_barred(self, person_id: PersonId, student_id: StudentId) -> bool: ...

    async def keeps_out(self, bot_id: BotId, user: TelegramUserId, student_id: StudentId) -> bool:
        """Whether the person of this account is kept from the student."""
        ...
