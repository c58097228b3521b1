"""What is done about requests by the clock: the office is reminded, what is over is erased."""

from dataclasses import dataclass
from datetime import timedelta

from diary.models.occasions import Occasion
from diary.models.school import School
from diary.ports import ErasingStorage
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.rules.working_days import working_days_before
from diary.services.requests.telling import WAITING
from diary.services.telling import Notice, tell

CHASE_JOB = "requests_chase"
ERASE_JOB = "requests_erase"
ABANDONED = "application abandoned"
PATIENCE = 3
"""Working days after which the office is reminded, once for each time that something was sent."""

KEPT_FOR = timedelta(days=30)
"""How long what was decided, or left unanswered by the asker, is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsUpkeep:
    storage: ErasingStorage
    school: School
    timing: Timing

    async def chase(self, occasion: Occasion) -> None:
        """Remind the office of what has waited for three working days."""
        now = occasion.now
        due = working_days_before(self.school, now, PATIENCE)
        async with self.storage.write() as uow:
            waiting = await uow.requests.unanswered(sent_before=due)
            chased = await uow.requests.mark_chased(waiting, now=now) if waiting else 0
            if chased:
                notice = Notice(what=WAITING, data={"count": chased})
                await tell(uow, self.timing, notice, await uow.people.office(), now=now)
            await uow.commit()

    async def erase(self, occasion: Occasion) -> None:
        """Erase what is over for thirty days, and applicants of whom nothing came."""
        now = occasion.now
        async with self.storage.write() as uow:
            await uow.requests.erase(before=now - KEPT_FOR)
            nobody = await uow.requests.abandoned(before=now - KEPT_FOR)
            for person_id in nobody:
                await uow.consents.withdraw(person_id, now=now)
                await uow.personal_data.end_access(person_id, why=ABANDONED, now=now)
                await uow.personal_data.erase(person_id, now=now)
                await uow.audit.add(AuditRecord(action="person_erased", person_id=person_id), now=now)
            await uow.commit()
        if nobody:
            await self.storage.clear_traces()
