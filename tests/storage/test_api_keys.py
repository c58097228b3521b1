from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock


async def test_a_revoked_key_is_live_no_more(storage: SqlStorage, clock: FrozenClock) -> None:
    async with storage.write() as uow:
        await uow.api_keys.add("journal", b"1" * 32, now=clock.now())
        await uow.api_keys.add("timetable", b"2" * 32, now=clock.now())
        revoked = [await uow.api_keys.revoke("journal", now=clock.now()) for _ in range(2)]
        await uow.commit()

    async with storage.read() as uow:
        live = await uow.api_keys.live()
    assert revoked == [True, False]
    assert [(key.name, key.digest, key.created_at) for key in live] == [("timetable", b"2" * 32, clock.now())]
