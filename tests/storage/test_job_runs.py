import asyncio
from datetime import timedelta

from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock


async def begin(storage: SqlStorage, clock: FrozenClock, period: str = "2026-09-14") -> bool:
    async with storage.write() as uow:
        begun = await uow.job_runs.begin("digest", period, now=clock.now())
        await uow.commit()
    return begun


async def test_of_ten_racing_processes_one_does_the_job_and_again_in_the_next_period(
    storage: SqlStorage, clock: FrozenClock
) -> None:
    begun = await asyncio.gather(*(begin(storage, clock) for _ in range(10)))
    assert sum(begun) == 1
    assert await begin(storage, clock, "2026-09-15")


async def test_a_job_whose_transaction_failed_has_not_been_done(
    storage: SqlStorage, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        assert await uow.job_runs.begin("digest", "2026-09-14", now=clock.now())

    assert await begin(storage, clock)


async def test_old_runs_are_forgotten(storage: SqlStorage, clock: FrozenClock) -> None:
    await begin(storage, clock)
    async with storage.write() as uow:
        assert await uow.job_runs.forget(before=clock.now()) == 0
        assert await uow.job_runs.forget(before=clock.now() + timedelta(seconds=1)) == 1
        await uow.commit()

    assert await begin(storage, clock)
