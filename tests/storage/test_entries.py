import asyncio
from datetime import date

import pytest

from diary.models.entries import Audience, Content, Kind, Op
from diary.models.ids import ClassId, EntryId, GroupId, StudentId
from diary.models.journal import NewRevision
from diary.models.school import School
from storage import schema
from storage.repositories.entry_content import dump, load
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import (
    absence,
    deliver_all,
    deliveries,
    grade,
    homework,
    journal_of,
    outcomes,
    rows,
)
from tests.support.sample import Sample


def revision(
    sample: Sample, number: int, entry: int = 0, *, name: str = "g1", op: Op = Op.UPSERT
) -> NewRevision:
    content = Content(
        audience=Audience(student_id=sample.petr),
        subject_id=sample.algebra,
        staff_id=sample.smirnova,
        day=date(2026, 9, 14),
        lesson=2,
        details={"value": str(number), "comment": '«Ё» \\ " 👍'},
    )
    return NewRevision(
        entry_id=EntryId(entry),
        key=(Kind.GRADE, name),
        revision=number,
        told_revision=number,
        op=op,
        content=content,
        content_hash=bytes([number]) * 32,
    )


async def test_what_was_added_is_found_again(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> None:
    new = [revision(sample, 1, name=f"g{number}") for number in range(250)]
    async with storage.write() as uow:
        ids = await uow.entries.add("journal", new, silent=False, now=clock.now())
        await uow.commit()

    async with storage.read() as uow:
        found = await uow.entries.find("journal", [(Kind.GRADE, "g7"), (Kind.GRADE, "?"), (Kind.TEST, "g8")])
        contents = await uow.entries.contents(ids)
    assert {key: state.id for key, state in found.items() if key[1] == "g7"} == {(Kind.GRADE, "g7"): ids[7]}
    assert (Kind.TEST, "g8") not in found
    assert contents[ids[7]] == new[7].content
    assert len(contents) == 250


async def test_another_source_has_its_own_ids(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        await uow.entries.add("journal", [revision(sample, 1)], silent=False, now=clock.now())
        await uow.commit()

    async with storage.read() as uow:
        assert await uow.entries.find("other", [(Kind.GRADE, "g1")]) == {}
        assert await uow.entries.named("other", "g1") == {}


async def test_a_further_revision_replaces_what_an_entry_says(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        [entry_id] = await uow.entries.add("journal", [revision(sample, 1)], silent=False, now=clock.now())
        later = clock.advance(minutes=5)
        await uow.entries.revise([revision(sample, 2, entry_id, op=Op.WITHDRAW)], silent=True, now=later)
        await uow.commit()

    async with storage.read() as uow:
        entry = (await uow.entries.named("journal", "g1"))[Kind.GRADE]
    assert (entry.revision, entry.withdrawn, entry.content.details["value"]) == (2, True, "2")
    assert entry.changed_at == later
    assert entry.received_at < later


@pytest.mark.parametrize(
    "audience",
    [
        Audience(student_id=StudentId(1)),
        Audience(class_id=ClassId(2)),
        Audience(group_id=GroupId(3)),
        Audience(school=True),
    ],
)
def test_content_reads_as_it_was_written(audience: Audience) -> None:
    content = Content(audience=audience, details={"title": "Кросс", "n": [1, {"a": None}]})

    assert load(dump(content)) == content


async def test_pushes_of_the_same_entries_at_once_leave_one_of_each(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    batch = [grade(f"g{number}") for number in range(20)]

    await asyncio.gather(
        *(
            journal_of(storage, clock, school).record("journal", list(order))
            for order in (batch, batch[::-1]) * 4
        )
    )

    assert len(await rows(storage, schema.entry)) == 20
    assert len(await rows(storage, schema.entry_revision)) == 20
    assert len(await deliveries(storage)) == 60


async def test_the_road_of_an_entry_is_the_same_on_both_engines(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    journal = journal_of(storage, clock, school)
    first = await journal.record("journal", [grade(value="2"), absence(), homework()])
    await deliver_all(storage, clock.now())
    second = await journal.record("journal", [grade(value="5"), absence(presence="late"), homework()])

    assert outcomes(first) == [("created", 1)] * 3
    assert outcomes(second) == [("changed", 2), ("changed", 2), ("unchanged", 1)]
    assert [(one.chat, one.lane) for one in await deliveries(storage)] == [
        (sample.mother.user, 0),
        (sample.mother.user, 2),
        (sample.father.user, 0),
        (sample.father.user, 2),
        (sample.tutor.user, 2),
    ]
