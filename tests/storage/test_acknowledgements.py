import asyncio

from diary.models.acknowledgements import AbsenceAnswer, ShownEntry
from diary.models.ids import MessageId
from diary.models.school import School
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade, journal_of, rows
from tests.support.sample import Sample
from tests.support.shown import account_of, show


async def add(
    storage: SqlStorage, sample: Sample, message: MessageId, entries: list[ShownEntry]
) -> list[ShownEntry]:
    account = await account_of(storage, sample.mother)
    async with storage.write() as uow:
        added = await uow.acknowledgements.add(
            entries,
            person_id=account.person_id,
            account_id=account.id,
            message_id=message,
            answer=AbsenceAnswer.FINE,
            now=FrozenClock().now(),
        )
        await uow.commit()
    return list(added)


async def test_what_a_message_shows_is_signed_once_whoever_races(
    storage: SqlStorage, sample: Sample, school: School, clock: FrozenClock
) -> None:
    await journal_of(storage, clock, school).record("journal", [grade(value="4-"), absence()])
    message = await show(storage, sample.mother, number=7)
    async with storage.read() as uow:
        shown = list(await uow.acknowledgements.shown(message))

    added = await asyncio.gather(*(add(storage, sample, message, shown) for _ in range(4)))

    assert [(one.number, one.value, one.lesson, one.stale) for one in shown] == [
        (1, "4-", 2, False),
        (2, "", 2, False),
    ]
    assert sum(len(each) for each in added) == 2
    assert len(await rows(storage, schema.acknowledgement)) == 2
    async with storage.read() as uow:
        ids = [one.entry_id for one in shown]
        assert len(await uow.acknowledgements.signed(sample.mother.person, ids)) == 2
        assert await uow.acknowledgements.signed(sample.father.person, ids) == frozenset()
        assert await uow.acknowledgements.messages(sample.mother.person, ids) == [message]
        assert await uow.acknowledgements.messages(sample.father.person, ids) == []


async def test_nothing_to_sign_is_nothing_signed(storage: SqlStorage, sample: Sample) -> None:
    assert await add(storage, sample, MessageId(1), []) == []
    async with storage.read() as uow:
        assert await uow.acknowledgements.shown(MessageId(1)) == []
