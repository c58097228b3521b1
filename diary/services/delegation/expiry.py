"""What the calendar does to delegated rights."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.clock import Clock
from diary.models.delegation import Ending, TrustedLink
from diary.models.occasions import Occasion
from diary.models.people import Student
from diary.ports import Storage, UnitOfWork
from diary.rules.delegation import WARNED_AHEAD
from diary.rules.timing import Timing
from diary.services.delegation.ending import end_trusted
from diary.services.delegation.notices import ending_notice, ending_soon_notice
from diary.services.telling import tell

JOB = "delegation"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationExpiry:
    """Both are idempotent: whom they told, and what they ended, is noted in the link."""

    storage: Storage
    clock: Clock
    timing: Timing

    async def run(self, occasion: Occasion) -> None:
        del occasion
        await self.end_what_is_over()
        await self.tell_of_ends()

    async def tell_of_ends(self) -> int:
        """Tell holders, and who trusts them, of ends that are three days away; of each end once."""
        now, told = self.clock.now(), 0
        day = self.timing.school.today(now) + WARNED_AHEAD + DAY
        before = self.timing.school.instant(day, datetime.min.time())
        async with self.storage.write() as uow:
            links = await uow.delegations.ending(before=before, now=now)
            students = await uow.addressees.students({link.student_id for link in links})
            for link in links:
                if link.student_id in students:
                    told += await self._tell(uow, link, students[link.student_id], now)
            await uow.commit()
        return told

    async def end_what_is_over(self) -> int:
        """End the rights whose term has passed, cancel what is queued for them and tell their holders."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            links = await uow.delegations.over(now=now)
            ended = await end_trusted(uow, self.timing, links, why=Ending.OVER, by=None, now=now)
            await uow.commit()
        return len(ended)

    async def _tell(self, uow: UnitOfWork, link: TrustedLink, student: Student, now: datetime) -> bool:
        if link.valid_until is None or not await uow.delegations.mark_end_told(link.id, link.valid_until):
            return False
        last_day = self.timing.school.today(link.valid_until)
        await tell(uow, self.timing, ending_notice(student, last_day), [link.person_id], now=now)
        if link.granted_by is not None:
            notice = ending_soon_notice(student, link, last_day)
            await tell(uow, self.timing, notice, [link.granted_by], now=now)
        return True
