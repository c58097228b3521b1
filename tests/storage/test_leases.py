import asyncio
from datetime import timedelta

from diary.models.dispatch import Lease
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import BOT

TERM = timedelta(seconds=10)


async def take(storage: SqlStorage, clock: FrozenClock, owner: str, dead: str | None = None) -> Lease | None:
    async with storage.write() as uow:
        lease = await uow.leases.take(BOT, owner, dead=dead, now=clock.now(), term=TERM)
        await uow.commit()
    return lease


async def renew(storage: SqlStorage, clock: FrozenClock, lease: Lease) -> bool:
    async with storage.write() as uow:
        kept = await uow.leases.renew(lease, now=clock.now(), term=TERM)
        await uow.commit()
    return kept


async def test_a_bot_has_one_owner(storage: SqlStorage, clock: FrozenClock) -> None:
    first = await take(storage, clock, "a")
    assert first == Lease(bot_id=BOT, owner="a", fence=1)
    assert await take(storage, clock, "b") is None

    async with storage.read() as uow:
        assert await uow.leases.owner(BOT) == "a"


async def test_only_one_of_ten_racing_processes_wins(storage: SqlStorage, clock: FrozenClock) -> None:
    leases = await asyncio.gather(*(take(storage, clock, f"process {n}") for n in range(10)))
    assert sum(lease is not None for lease in leases) == 1


async def test_an_owner_that_stays_silent_for_its_term_is_replaced(
    storage: SqlStorage, clock: FrozenClock
) -> None:
    old = await take(storage, clock, "a")
    assert old
    clock.advance(seconds=9)
    assert await renew(storage, clock, old)
    clock.advance(seconds=9)
    assert await take(storage, clock, "b") is None
    clock.advance(seconds=1)

    new = await take(storage, clock, "b")
    assert new == Lease(bot_id=BOT, owner="b", fence=2)
    assert not await renew(storage, clock, old)
    async with storage.read() as uow:
        assert not await uow.leases.holds(old)
        assert await uow.leases.holds(new)


async def test_an_owner_known_to_be_dead_is_replaced_at_once(storage: SqlStorage, clock: FrozenClock) -> None:
    await take(storage, clock, "a")
    assert await take(storage, clock, "b", dead="c") is None
    assert await take(storage, clock, "b", dead="a")


async def test_a_released_bot_is_free(storage: SqlStorage, clock: FrozenClock) -> None:
    lease = await take(storage, clock, "a")
    assert lease
    async with storage.write() as uow:
        await uow.leases.release(lease, now=clock.now())
        await uow.commit()
    assert await take(storage, clock, "b")
