"""What teachers look up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from diary.models.ids import EntryId, PersonId
from diary.models.notifications import EntryContent
from diary.models.teachings import Signatures, Taught


class Teachings(Protocol):
    async def classes(self, person_id: PersonId, *, day: date, now: datetime) -> Sequence[Taught]:
        """Return the classes that the person leads, then whom they teach on that day's timetable."""
        ...

    async def signatures(
        self, person_id: PersonId, *, since: datetime, now: datetime
    ) -> Sequence[Signatures]:
        """Return the person's entries that went to guardians and came since then, what changed last first."""
        ...

    async def entries(self, entry_ids: Collection[EntryId]) -> Mapping[EntryId, EntryContent]:
        """Return what these entries say now."""
        ...
