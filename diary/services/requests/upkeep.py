"""What is done about requests by the clock: the office is reminded, what is over is erased."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.models.school import School
from diary.ports import Storage
from diary.rules.timing import Timing
from diary.rules.working_days import working_days_before
from diary.services.requests.telling import WAITING
from diary.services.telling import Notice, tell

PATIENCE = 3
"""Working days after which the office is reminded, once for each time that something was sent."""

KEPT_FOR = timedelta(days=30)
"""How long what was decided, or left unanswered by the asker, is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsUpkeep:
    storage: Storage
    school: School
    timing: Timing

    async def chase(self, now: datetime) -> int:
        """Remind the office of what has waited for three working days; return of how many requests."""
        due = working_days_before(self.school, now, PATIENCE)
        async with self.storage.write() as uow:
            waiting = await uow.requests.unanswered(sent_before=due)
            chased = await uow.requests.mark_chased(waiting, now=now) if waiting else 0
            if chased:
                notice = Notice(what=WAITING, data={"count": chased})
                await tell(uow, self.timing, notice, await uow.people.office(), now=now)
            await uow.commit()
        return chased

    async def erase(self, now: datetime) -> int:
        """Erase what is over for thirty days, and applicants of whom nothing came; return how many."""
        async with self.storage.write() as uow:
            erased = await uow.requests.erase(before=now - KEPT_FOR)
            await uow.commit()
        return erased
