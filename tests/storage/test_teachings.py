from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.school import School
from diary.models.teachings import Signatures, Taught
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON, FrozenClock
from tests.support.journal import grade, homework, journal_of, withdrawal
from tests.support.sample import Sample

MONDAY = MONDAY_NOON.date()


async def classes(storage: SqlStorage, sample: Sample) -> list[Taught]:
    async with storage.read() as uow:
        return list(await uow.teachings.classes(sample.smirnova_person, day=MONDAY, now=MONDAY_NOON))


async def signatures(
    storage: SqlStorage, sample: Sample, *, since: timedelta = timedelta(days=1)
) -> list[Signatures]:
    async with storage.read() as uow:
        now = MONDAY_NOON
        return list(await uow.teachings.signatures(sample.smirnova_person, since=now - since, now=now))


async def test_lessons_of_a_class_and_subject_stand_together_in_their_order(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample
) -> None:
    async with engine.begin() as connection:
        for key, weekday, slot in (("l2", 5, 1), ("l3", 2, 4), ("l4", 2, 1)):
            values = {"school_id": 1, "external_id": key, "class_id": sample.klass, "room": ""}
            await connection.execute(
                insert(schema.lesson).values(
                    **values, weekday=weekday, slot=slot, subject_id=sample.algebra, staff_id=sample.smirnova
                )
            )

    (only,) = await classes(storage, sample)

    assert (only.audience, only.subject, only.students, only.reached) == ("7Б", "Алгебра", 2, 2)
    assert only.lessons == [(1, 2), (2, 1), (2, 4), (5, 1)]


async def test_a_group_counts_its_own_members(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample
) -> None:
    async with engine.begin() as connection:
        await connection.execute(update(schema.lesson).values(class_id=None, group_id=sample.group))

    assert [(one.audience, one.students) for one in await classes(storage, sample)] == [
        ("7Б, английский 1", 1)
    ]


@pytest.mark.parametrize("column", ["valid_to", "removed_at"])
async def test_a_lesson_that_is_over_is_not_taught(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample, column: str
) -> None:
    ended = MONDAY - timedelta(days=1) if column == "valid_to" else MONDAY_NOON
    async with engine.begin() as connection:
        await connection.execute(update(schema.lesson).values({column: ended}))

    assert await classes(storage, sample) == []


async def test_families_are_counted_by_the_links_in_force(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample
) -> None:
    async with engine.begin() as connection:
        ended = update(schema.link).where(schema.link.c.person_id == sample.mother.person)
        await connection.execute(ended.values(revoked_at=MONDAY_NOON))

    assert [(one.students, one.reached) for one in await classes(storage, sample)] == [(2, 1)]


async def test_guardians_are_asked_and_nobody_else(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    await journal_of(storage, clock, school).record(
        "journal", [grade("g1"), homework("h1", teacher="t1"), grade("g2", teacher="t2")]
    )

    found = await signatures(storage, sample)

    assert [[(one.student_id, one.label) for one in each.asked] for each in found] == [
        [(sample.petr, "мама"), (sample.petr, "папа"), (sample.masha, "мама")],
        [(sample.petr, "мама"), (sample.petr, "папа")],
    ]
    assert [(each.signed, each.students, each.complete) for each in found] == [(0, 2, False), (0, 1, False)]


async def test_silent_withdrawn_and_old_entries_are_not_asked_after(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    journal = journal_of(storage, clock, school)
    await journal.record("journal", [grade("g1")], silent=True)
    await journal.record("journal", [grade("g2"), grade("g3")])
    await journal.record("journal", [withdrawal(grade("g2"))])

    assert len(await signatures(storage, sample)) == 1
    assert await signatures(storage, sample, since=timedelta(days=-1)) == []
