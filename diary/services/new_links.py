"""Once a day class teachers hear how many chats of their class were linked."""

from dataclasses import dataclass
from datetime import timedelta

from diary.models.entries import Json
from diary.models.occasions import Occasion
from diary.ports import Storage
from diary.rules.timing import Timing
from diary.services.telling import Notice, tell

JOB = "new_links"
NEW_LINKS = "new_links"
"""To a class teacher: `class`, and `counts` by role."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLinksService:
    storage: Storage
    timing: Timing

    async def tell(self, occasion: Occasion) -> None:
        """Count what was linked since the last time; a class without anything new is not spoken of."""
        now = occasion.now
        async with self.storage.write() as uow:
            last = await uow.job_runs.last(JOB)
            if not await uow.job_runs.begin(JOB, occasion.day, now=now):
                return
            for one in await uow.new_links.by_class(since=last or now - DAY, until=now):
                counts: dict[str, Json] = {role.value: count for role, count in one.counts.items()}
                notice = Notice(what=NEW_LINKS, data={"class": one.class_name, "counts": counts})
                await tell(uow, self.timing, notice, [one.teacher_id], now=now)
            await uow.commit()
