"""What teachers look up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import EntryId, PersonId, SchoolId
from diary.models.notifications import EntryContent
from diary.models.teachings import Signatures, Taught
from storage.repositories.entry_facts import SqlEntryFacts
from storage.repositories.entry_signatures import EntrySignatures
from storage.repositories.taught import TaughtClasses


class SqlTeachings:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._facts = SqlEntryFacts(connection, school_id)
        self._signatures = EntrySignatures(connection, school_id)
        self._taught = TaughtClasses(connection, school_id)

    async def classes(self, person_id: PersonId, *, day: date, now: datetime) -> Sequence[Taught]:
        return await self._taught.of(person_id, day, now)

    async def signatures(
        self, person_id: PersonId, *, since: datetime, now: datetime
    ) -> Sequence[Signatures]:
        return await self._signatures.of(person_id, since, now)

    async def entries(self, entry_ids: Collection[EntryId]) -> Mapping[EntryId, EntryContent]:
        facts = await self._facts.load(entry_ids)
        return {one.id: one.drawn(content=one.content, withdrawn=False) for one in facts.values()}
