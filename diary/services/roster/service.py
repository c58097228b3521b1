"""PUT /v1/roster: one transaction from the school's words to dated rows."""

from dataclasses import dataclass

from diary.clock import Clock
from diary.errors import RosterChangedError
from diary.models.ids import PersonId
from diary.models.roster import RosterOutcome, RosterPatch, Section
from diary.ports import Storage
from diary.rules.timing import Timing
from diary.services.roster.pages import Page
from diary.services.roster.push import Push


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterService:
    storage: Storage
    clock: Clock
    timing: Timing

    async def put(
        self, patch: RosterPatch, *, only_at: int | None = None, actor_id: PersonId | None = None
    ) -> RosterOutcome:
        """Take over what is given; what is omitted stays untouched, and a bad record is refused alone.

        References are resolved after the whole body: its own order does not matter. With `only_at` the
        roster must still be of that version: raises RosterChangedError.
        """
        async with self.storage.write() as uow:
            await uow.roster.lock()
            if only_at is not None and await uow.roster.version() != only_at:
                raise RosterChangedError
            pages = {
                section: Page(section=section, records=await uow.roster.records(section))
                for section in Section
            }
            push = Push(uow=uow, pages=pages, now=self.clock.now(), timing=self.timing, actor_id=actor_id)
            await push.store(patch)
            await push.remove(patch)
            await push.conclude()
            await uow.commit()
        rejected = [rejection for page in pages.values() for rejection in page.rejected]
        return RosterOutcome(
            counts={section: pages[section].counts for section in Section if section in patch},
            rejected=rejected,
        )
