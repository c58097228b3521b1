"""What is cleared away once a day."""

from dataclasses import dataclass

from diary.models.occasions import Occasion
from diary.ports import Storage
from diary.rules import retention

JOB = "housekeeping"


@dataclass(frozen=True, slots=True, kw_only=True)
class HousekeepingService:
    storage: Storage

    async def tidy(self, occasion: Occasion) -> None:
        """Drop what is past its use: failed tries at codes, forgotten dialogues, lapsed holds on codes."""
        now = occasion.now
        async with self.storage.write() as uow:
            if not await uow.job_runs.begin(JOB, occasion.day, now=now):
                return
            await uow.code_tries.forget(before=now - retention.CODE_TRIES)
            await uow.conversations.forget(before=now - retention.DIALOGUE)
            await uow.codes.free_forgotten(now=now)
            await uow.job_runs.forget(before=now - retention.JOB_RUNS)
            await uow.commit()
