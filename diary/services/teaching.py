"""What teachers look up: their classes, and who signed what they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.ids import EntryId, PersonId
from diary.models.people import Role
from diary.models.school import School
from diary.models.teachings import SignaturesPage, SignedEntry, Taught
from diary.ports import Storage, UnitOfWork

LOOKED_BACK = timedelta(days=14)
"""How long entries are asked after."""

ENTRIES_A_PAGE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingService:
    """Every method raises NotEntitledError for who is no teacher."""

    storage: Storage
    clock: Clock
    school: School

    async def classes(self, person_id: PersonId) -> Sequence[Taught]:
        now = self.clock.now()
        async with self.storage.read() as uow:
            await self._check(uow, person_id)
            return await uow.teachings.classes(person_id, day=self.school.today(now), now=now)

    async def signatures(self, person_id: PersonId, *, every: bool = False, page: int = 0) -> SignaturesPage:
        """Return the teacher's own entries that are not signed for every student; past the end, the last."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            await self._check(uow, person_id)
            found = await uow.teachings.signatures(person_id, since=now - LOOKED_BACK, now=now)
            wanted = [one for one in found if every or not one.complete]
            pages = max(1, -(-len(wanted) // ENTRIES_A_PAGE))
            page = min(page, pages - 1)
            shown = wanted[page * ENTRIES_A_PAGE : (page + 1) * ENTRIES_A_PAGE]
            contents = await uow.teachings.entries([one.entry_id for one in shown])
        entries = [SignedEntry(entry=contents[one.entry_id], signatures=one) for one in shown]
        return SignaturesPage(entries=entries, every=every, page=page, pages=pages)

    async def signature(self, person_id: PersonId, entry_id: EntryId) -> SignedEntry:
        """Return one of the teacher's own entries; raise NotEntitledError for any other."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            await self._check(uow, person_id)
            found = await uow.teachings.signatures(person_id, since=now - LOOKED_BACK, now=now)
            signatures = next((one for one in found if one.entry_id == entry_id), None)
            if signatures is None:
                raise NotEntitledError
            contents = await uow.teachings.entries([entry_id])
        return SignedEntry(entry=contents[entry_id], signatures=signatures)

    async def _check(self, uow: UnitOfWork, person_id: PersonId) -> None:
        if Role.TEACHER not in await uow.people.roles(person_id, now=self.clock.now()):
            raise NotEntitledError
