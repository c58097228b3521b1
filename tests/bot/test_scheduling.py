import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest
from structlog.testing import capture_logs

from bot.schedules import build_jobs
from bot.scheduling import Job, Schedule, daily, every
from bot.services import build_services
from delivery.lease import Ownership
from diary.models.occasions import Occasion
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.verifiers import Verifiers
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import BOT

EVENING = time(18, 0)


@dataclass(slots=True)
class Diligent:
    """Notes when it was to run; fails as often as it is told to."""

    occasions: list[Occasion] = field(default_factory=list)
    failures: int = 0

    async def run(self, occasion: Occasion) -> None:
        if self.failures:
            self.failures -= 1
            msg = "Иванов Пётр, 7Б"
            raise ValueError(msg)
        self.occasions.append(occasion)

    @property
    def days(self) -> list[str]:
        return [occasion.day for occasion in self.occasions]


@pytest.fixture
async def ownership(storage: SqlStorage, clock: FrozenClock) -> Ownership:
    owned = Ownership(storage=storage, clock=clock, bot_id=BOT)
    assert await owned.take()
    return owned


@pytest.fixture
def work() -> Diligent:
    return Diligent()


MakeSchedule = Callable[..., Schedule]


@pytest.fixture
def schedule(
    school: School, clock: FrozenClock, ownership: Ownership, work: Diligent
) -> Callable[..., Schedule]:
    """Make the schedule of a process that has just started."""

    def make(**changes: object) -> Schedule:
        values: dict[str, object] = {"name": "digest", "trigger": daily(school, EVENING), "run": work.run}
        job = Job(**values | changes)  # type: ignore[arg-type]
        return Schedule(jobs=[job], clock=clock, school=school, ownership=ownership)

    return make


async def test_a_daily_job_runs_once_a_day_at_the_schools_hour(
    schedule: MakeSchedule, clock: FrozenClock, work: Diligent
) -> None:
    running = schedule(late=timedelta(hours=1))
    await running.run_due()
    assert work.days == []

    clock.set(datetime(2026, 9, 14, 15, 0, tzinfo=UTC))  # 18:00 in Moscow
    for _ in range(3):
        await running.run_due()
        clock.advance(minutes=1)
    assert work.days == ["2026-09-14"]

    clock.advance(days=1)
    await running.run_due()
    assert work.days == ["2026-09-14", "2026-09-15"]


async def test_what_was_missed_while_the_process_was_down_is_made_up_for_under_its_own_day(
    schedule: MakeSchedule, clock: FrozenClock, work: Diligent
) -> None:
    clock.set(datetime(2026, 9, 14, 22, 30, tzinfo=UTC))  # half past one at night, the day after
    await schedule().run_due()

    [occasion] = work.occasions
    assert occasion.day == "2026-09-14"
    assert occasion.week == "2026-W38"
    assert occasion.now == clock.now()


async def test_what_is_too_late_to_make_sense_is_left_out(
    schedule: MakeSchedule, clock: FrozenClock, work: Diligent
) -> None:
    clock.set(datetime(2026, 9, 14, 22, 30, tzinfo=UTC))
    await schedule(late=timedelta(hours=2)).run_due()
    assert work.occasions == []


async def test_of_many_occasions_missed_the_last_is_made_up_for(
    schedule: MakeSchedule, school: School, clock: FrozenClock, work: Diligent
) -> None:
    running = schedule(trigger=every(school, minutes=15))
    await running.run_due()
    clock.advance(hours=3, minutes=7)
    await running.run_due()
    assert [f"{one.due:%H:%M}" for one in work.occasions] == ["12:00", "15:00"]


async def test_a_job_that_fails_is_tried_again_and_the_log_holds_nothing_of_its_words(
    schedule: MakeSchedule, clock: FrozenClock, work: Diligent
) -> None:
    clock.set(datetime(2026, 9, 14, 15, 0, tzinfo=UTC))
    work.failures = 1
    running = schedule()
    with capture_logs() as logs:
        await running.run_due()
    assert logs == [{"event": "a job failed", "job": "digest", "error": "ValueError", "log_level": "error"}]
    assert work.days == []

    await running.run_due()
    assert work.days == ["2026-09-14"]


async def test_a_process_that_does_not_own_the_bot_runs_nothing_until_it_does(
    schedule: MakeSchedule, clock: FrozenClock, ownership: Ownership, work: Diligent
) -> None:
    clock.set(datetime(2026, 9, 14, 15, 0, tzinfo=UTC))
    await ownership.release()
    running = schedule()
    await running.run_due()
    assert work.days == []

    assert await ownership.take()
    await running.run_due()
    assert work.days == ["2026-09-14"]


async def test_a_job_is_done_once_by_several_processes(
    storage: SqlStorage, school: School, clock: FrozenClock, ownership: Ownership
) -> None:
    done: list[str] = []

    async def send(occasion: Occasion) -> None:
        async with storage.write() as uow:
            if await uow.job_runs.begin("digest", occasion.day, now=occasion.now):
                done.append(occasion.day)
                await uow.commit()

    clock.set(datetime(2026, 9, 14, 15, 0, tzinfo=UTC))
    job = Job(name="digest", trigger=daily(school, EVENING), run=send)
    processes = [Schedule(jobs=[job], clock=clock, school=school, ownership=ownership) for _ in range(3)]
    await asyncio.gather(*(process.run_due() for process in processes))
    assert done == ["2026-09-14"]


async def test_jobs_begin_when_the_bot_is_owned_and_what_is_under_way_is_finished_on_stopping(
    schedule: MakeSchedule, clock: FrozenClock, ownership: Ownership
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    finished: list[str] = []

    async def slow(occasion: Occasion) -> None:
        begun.set()
        await go_on.wait()
        finished.append(occasion.day)

    clock.set(datetime(2026, 9, 14, 15, 0, tzinfo=UTC))
    await ownership.release()
    running = schedule(run=slow)
    task = asyncio.create_task(running.run())
    await ownership.take()
    await asyncio.wait_for(begun.wait(), 10)
    running.stop()
    go_on.set()
    await asyncio.wait_for(task, 10)
    assert finished == ["2026-09-14"]


async def test_a_process_that_waits_for_the_bot_ends_when_it_is_asked_to(
    schedule: MakeSchedule, ownership: Ownership
) -> None:
    await ownership.release()
    running = schedule()
    task = asyncio.create_task(running.run())
    running.stop()
    await asyncio.wait_for(task, 10)


async def test_the_products_own_jobs_run(
    storage: SqlStorage, school: School, clock: FrozenClock, ownership: Ownership
) -> None:
    timing = Timing(school=school, coalesce=timedelta(), hold=timedelta())
    services = build_services(storage, clock, school, timing, Verifiers(), bot_username=str)
    jobs = build_jobs(storage, school, timing, services)
    running = Schedule(jobs=jobs, clock=clock, school=school, ownership=ownership)
    with capture_logs() as logs:
        await running.run_due()
    assert logs == []
    assert sorted(running._done) == [
        "consent",
        "delegation",
        "housekeeping",
        "new_links",
        "optimize",
        "requests_chase",
        "requests_erase",
    ]
