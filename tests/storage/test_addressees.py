from datetime import date

from sqlalchemy import insert, update

from diary.models.ids import EntryId, StaffId, StudentId
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import Sample

MONDAY = date(2026, 9, 14)


async def test_lessons_of_the_class_and_of_the_students_groups_are_theirs(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        lesson = {"school_id": 1, "external_id": "l2", "group_id": sample.group, "weekday": 2, "slot": 1}
        await uow._connection.execute(
            insert(schema.lesson).values(
                **lesson,
                subject_id=sample.english,
                staff_id=sample.orlov,
                valid_from=date(2026, 9, 1),
                valid_to=date(2026, 9, 30),
            )
        )
        await uow.commit()

    async with storage.read() as uow:
        petrs = await uow.addressees.teachings(sample.petr, day=MONDAY)
        mashas = await uow.addressees.teachings(sample.masha, day=MONDAY)
        in_october = await uow.addressees.teachings(sample.petr, day=date(2026, 10, 1))
    assert [(one.name.family_name, one.subject, one.weekday, one.slot) for one in petrs] == [
        ("Орлов", "Английский язык", 2, 1),
        ("Смирнова", "Алгебра", 1, 2),
    ]
    assert [one.subject for one in mashas] == ["Алгебра"]
    assert [one.subject for one in in_october] == ["Алгебра"]


async def test_who_left_the_school_answers_for_nothing(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.staff).values(removed_at=MONDAY_NOON))
        await uow._connection.execute(
            update(schema.student).where(schema.student.c.id == sample.masha).values(removed_at=MONDAY_NOON)
        )
        assert await uow.addressees.staff(sample.smirnova) is None
        assert await uow.addressees.class_teacher(sample.petr) is None
        assert await uow.addressees.teachings(sample.petr, day=MONDAY) == []
        assert set(await uow.addressees.students([sample.petr, sample.masha])) == {sample.petr}
        assert await uow.addressees.employee(sample.smirnova_person) is None
        names = await uow.addressees.staff_names([sample.smirnova_person])
    assert names[sample.smirnova_person].family_name == "Смирнова"


async def test_students_come_with_their_class_and_teachers_with_their_name(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.read() as uow:
        students = await uow.addressees.students([sample.petr, StudentId(404)])
        leader = await uow.addressees.class_teacher(sample.petr)
        assert await uow.addressees.staff(StaffId(404)) is None
        assert await uow.addressees.entry_place(EntryId(404)) is None
    assert [(one.name.given_name, one.class_name) for one in students.values()] == [("Пётр", "7Б")]
    assert leader is not None
    assert leader[1].family_name == "Орлов"
