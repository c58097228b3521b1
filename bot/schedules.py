"""What the bot does by the clock: one `Job` a line."""

from collections.abc import Sequence
from datetime import time, timedelta

from bot.scheduling import Job, daily
from diary.models.school import School
from diary.services import housekeeping
from diary.services.housekeeping import HousekeepingService
from storage.unit_of_work import SqlStorage

ALWAYS_MISSED = timedelta(days=1)
"""A daily job that may be so late runs at every start too."""


def build_jobs(storage: SqlStorage, school: School) -> Sequence[Job]:
    at_night = daily(school, time(3, 30))

    async def optimize(_: object) -> None:
        await storage.optimize()

    return [
        Job(name=housekeeping.JOB, trigger=at_night, run=HousekeepingService(storage=storage).tidy),
        Job(name="optimize", trigger=at_night, run=optimize, late=ALWAYS_MISSED),
    ]
