from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import pytest
from sqlalchemy import Table, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.entries import Kind
from diary.models.ids import EntryId, StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Name, Role
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import Sample

MONDAY = date(2026, 9, 14)
TUESDAY = date(2026, 9, 15)


class Desk:
    """Puts rows of a diary into the database, as the journal would."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._count = 0

    async def add(self, table: Table, **values: object) -> int:
        async with self._engine.begin() as connection:
            result = await connection.execute(insert(table).values(**values))
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    async def change(self, table: Table, row: int, **values: object) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(table).where(table.c.id == row).values(**values))

    async def entry(
        self,
        kind: Kind = Kind.GRADE,
        details: Mapping[str, object] | None = None,
        *,
        day: date | None = MONDAY,
        received_at: datetime = MONDAY_NOON,
        withdrawn: bool = False,
        subject: int | None = None,
        staff: int | None = None,
        student: int | None = None,
        klass: int | None = None,
        group: int | None = None,
    ) -> EntryId:
        self._count += 1
        audience: dict[str, object] = (
            {"student": student} if student else {"class": klass} if klass else {"group": group}
        )
        audience = audience if any(audience.values()) else {"school": True}
        content: dict[str, object] = {
            "audience": audience,
            "subject": subject,
            "teacher": staff,
            "details": details or {},
        }
        if day:
            content["date"] = day.isoformat()
        entry = await self.add(
            schema.entry,
            school_id=1,
            source="journal",
            kind=kind,
            external_id=str(self._count),
            revision=1,
            told_revision=1,
            withdrawn=withdrawn,
            silent=False,
            received_at=received_at,
            changed_at=received_at,
            content_hash=b"",
            student_id=student,
            class_id=klass,
            group_id=group,
            subject_id=subject,
            staff_id=staff,
            date=day,
        )
        await self.add(
            schema.entry_revision,
            entry_id=entry,
            revision=1,
            op="upsert",
            recorded_at=received_at,
            content={key: value for key, value in content.items() if value is not None},
        )
        return EntryId(entry)


@pytest.fixture
def desk(engine: AsyncEngine) -> Desk:
    return Desk(engine)


async def read(
    storage: SqlStorage, *students: StudentId, since: date = MONDAY, until: date = MONDAY
) -> Mapping[StudentId, Sequence[EntryContent]]:
    async with storage.read() as uow:
        return await uow.readings.entries(students, list(Kind), since=since, until=until)


async def test_an_entry_is_read_with_the_names_of_what_it_refers_to(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    await desk.entry(
        details={"value": "5"}, student=sample.petr, subject=sample.algebra, staff=sample.smirnova
    )

    (entry,) = (await read(storage, sample.petr))[sample.petr]

    assert entry.subject == "Алгебра"
    assert entry.teacher is not None
    assert entry.teacher.family_name == "Смирнова"
    assert entry.details == {"value": "5"}
    assert (entry.day, entry.marked_at) == (MONDAY, MONDAY_NOON)


async def test_class_group_and_school_entries_reach_exactly_their_students(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    for_class = await desk.entry(Kind.HOMEWORK, klass=sample.klass)
    for_group = await desk.entry(Kind.HOMEWORK, group=sample.group)
    for_school = await desk.entry(Kind.ANNOUNCEMENT)
    for_masha = await desk.entry(student=sample.masha)

    found = await read(storage, sample.petr, sample.masha)

    ids = {student: {entry.id for entry in entries} for student, entries in found.items()}
    assert ids[sample.petr] == {for_class, for_group, for_school}
    assert ids[sample.masha] == {for_class, for_school, for_masha}
    assert {entry.audience for entry in found[sample.petr]} == {"7Б", "7Б, английский 1", "Школа № 7"}


async def test_a_class_entry_from_before_the_child_came_is_not_read(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    august = date(2026, 8, 28)
    await desk.entry(Kind.HOMEWORK, klass=sample.klass, day=august)

    assert (await read(storage, sample.petr, since=august))[sample.petr] == []


async def test_what_was_withdrawn_is_not_read(storage: SqlStorage, sample: Sample, desk: Desk) -> None:
    await desk.entry(student=sample.petr, withdrawn=True)

    assert (await read(storage, sample.petr))[sample.petr] == []


async def test_an_entry_without_a_date_counts_as_of_the_day_it_came(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    entry = await desk.entry(Kind.REMARK, student=sample.petr, day=None)

    assert [each.id for each in (await read(storage, sample.petr))[sample.petr]] == [entry]
    assert (await read(storage, sample.petr, since=TUESDAY, until=TUESDAY))[sample.petr] == []


async def test_a_replacement_names_the_new_subject_and_teacher(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    new = {"subject": sample.english, "teacher": sample.orlov}
    await desk.entry(Kind.TIMETABLE_CHANGE, {"change": "replaced", "new": new}, klass=sample.klass)

    (entry,) = (await read(storage, sample.petr))[sample.petr]

    assert entry.names == {"new.subject": "Английский язык"}
    assert entry.new_teacher == Name(family_name="Орлов", given_name="Иван", patronymic="Петрович")


@pytest.mark.parametrize(("term", "shown"), [("q1", "1 четверть"), ("Год", "Год")])
async def test_a_term_is_named_by_the_roster_or_else_as_it_was_pushed(
    storage: SqlStorage, sample: Sample, desk: Desk, term: str, shown: str
) -> None:
    await desk.entry(Kind.TERM_GRADE, {"term": term, "value": "5"}, student=sample.petr)

    (entry,) = (await read(storage, sample.petr))[sample.petr]

    assert entry.term == shown


async def test_the_day_has_the_lessons_of_the_class_and_of_the_childs_groups(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    english = {"subject_id": sample.english, "staff_id": sample.orlov, "room": "12"}
    await desk.add(
        schema.lesson, school_id=1, external_id="l2", group_id=sample.group, weekday=1, slot=1, **english
    )

    async with storage.read() as uow:
        lessons = await uow.readings.lessons([sample.petr, sample.masha], day=MONDAY)
        tuesday = await uow.readings.lessons([sample.petr], day=TUESDAY)

    shown = [
        (each.slot, each.subject, each.starts_at, each.room, each.audience) for each in lessons[sample.petr]
    ]
    assert shown == [
        (1, "Английский язык", time(8, 30), "12", "7Б, английский 1"),
        (2, "Алгебра", time(9, 25), "204", "7Б"),
    ]
    assert [each.subject for each in lessons[sample.masha]] == ["Алгебра"]
    assert tuesday == {sample.petr: []}


async def test_a_lesson_is_given_from_its_first_to_its_last_day(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    dates = {"valid_from": date(2026, 9, 14), "valid_to": date(2026, 9, 21)}
    await desk.change(schema.lesson, 1, **dates)

    async with storage.read() as uow:
        given = [
            len((await uow.readings.lessons([sample.petr], day=date(2026, 9, day)))[sample.petr])
            for day in (7, 14, 21, 28)
        ]

    assert given == [0, 1, 1, 0]


async def test_a_teacher_has_the_lessons_they_give(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        taught = await uow.readings.taught(sample.smirnova_person, day=MONDAY)
        mothers = await uow.readings.taught(sample.mother.person, day=MONDAY)

    assert [(each.subject, each.audience) for each in taught] == [("Алгебра", "7Б")]
    assert mothers == []


async def test_children_come_with_class_and_class_teacher_while_they_are_at_school(
    storage: SqlStorage, sample: Sample, desk: Desk
) -> None:
    async with storage.read() as uow:
        links = await uow.people.links(sample.mother.person, now=MONDAY_NOON)
        before = await uow.readings.pupils(links)
    await desk.change(schema.student, sample.masha, removed_at=MONDAY_NOON)
    async with storage.read() as uow:
        after = await uow.readings.pupils(links)

    assert [pupil.student.name.given_name for pupil in before] == ["Маша", "Пётр"]
    assert [pupil.student.class_name for pupil in before] == ["7Б", "7Б"]
    assert before[0].class_teacher is not None
    assert before[0].class_teacher.family_name == "Орлов"
    assert [pupil.id for pupil in after] == [sample.petr]


async def test_the_widest_of_several_rights_on_a_child_is_read_by(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.read() as uow:
        narrow = await uow.people.links(sample.tutor.person, now=MONDAY_NOON)
        wide = await uow.people.links(sample.father.person, now=MONDAY_NOON)
        pupils = await uow.readings.pupils([*wide, *narrow])

    assert [pupil.link.role for pupil in pupils] == [Role.GUARDIAN]


async def test_terms_come_in_their_order(storage: SqlStorage, sample: Sample, desk: Desk) -> None:
    earlier = {"name": "Лето", "starts_on": date(2026, 6, 1), "ends_on": date(2026, 8, 31)}
    await desk.add(schema.term, school_id=1, external_id="s", **earlier)

    async with storage.read() as uow:
        periods = await uow.readings.periods()

    assert [period.name for period in periods] == ["Лето", "1 четверть"]
