"""What the bot does by the clock: one `Job` a line."""

from collections.abc import Sequence
from datetime import time, timedelta

from bot.scheduling import Job, daily, every
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services import consents, housekeeping, new_links
from diary.services.delegation import DelegationExpiry, expiry
from diary.services.housekeeping import HousekeepingService
from diary.services.new_links import NewLinksService
from diary.services.requests import upkeep
from diary.services.requests.upkeep import RequestsUpkeep
from handlers.services import Services
from storage.unit_of_work import SqlStorage

ALWAYS_MISSED = timedelta(days=1)
"""A daily job that may be so late runs at every start too."""


def build_jobs(storage: SqlStorage, school: School, timing: Timing, services: Services) -> Sequence[Job]:
    at_night = daily(school, time(3, 30))
    linked = NewLinksService(storage=storage, timing=timing)
    delegated = DelegationExpiry(storage=storage, clock=services.clock, timing=timing)
    requests = RequestsUpkeep(storage=storage, school=school, timing=timing)

    async def optimize(_: object) -> None:
        await storage.optimize()

    return [
        Job(name=housekeeping.JOB, trigger=at_night, run=HousekeepingService(storage=storage).tidy),
        Job(name=new_links.JOB, trigger=daily(school, time(17, 0)), run=linked.tell),
        Job(name=expiry.JOB, trigger=daily(school, time(9, 0)), run=delegated.run),
        # a document of ours that came with an upgrade is told of at the next start
        Job(name=consents.JOB, trigger=at_night, run=services.consents.remind, late=ALWAYS_MISSED),
        Job(name=upkeep.CHASE_JOB, trigger=every(school, minutes=30), run=requests.chase),
        Job(name=upkeep.ERASE_JOB, trigger=at_night, run=requests.erase),
        Job(name="optimize", trigger=at_night, run=optimize, late=ALWAYS_MISSED),
    ]
