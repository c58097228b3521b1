"""A small school to write tests about: two children of 7Б, their parents, a tutor, teachers, the office."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from diary.models.ids import (
    BotId,
    ClassId,
    GroupId,
    MailboxId,
    PersonId,
    StaffId,
    StudentId,
    SubjectId,
)
from storage import schema
from tests.support.clock import MONDAY_NOON

BOT = BotId(42)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A person with one account, whose user id is their private chat's id, and its mailbox."""

    person: PersonId
    user: int
    mailbox: MailboxId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    klass: ClassId
    group: GroupId
    algebra: SubjectId
    english: SubjectId
    smirnova: StaffId
    smirnova_person: PersonId
    orlov: StaffId
    petr: StudentId
    masha: StudentId
    mother: Chat
    father: Chat
    tutor: Chat
    teacher: Chat
    office: Chat
    stranger_user: int


async def _add(connection: AsyncConnection, table: Table, **values: object) -> int:
    result = await connection.execute(insert(table).values(**values))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


async def _chat(connection: AsyncConnection, user: int, person: int | None = None) -> Chat:
    now = MONDAY_NOON
    if person is None:
        person = await _add(connection, schema.person, school_id=1, created_at=now)
    account = {
        "person_id": person,
        "bot_id": BOT,
        "telegram_user_id": user,
        "locale": "ru",
        "created_at": now,
    }
    await _add(connection, schema.account, **account)
    mailbox = await _add(
        connection, schema.mailbox, bot_id=BOT, chat_id=user, private=True, state="open", locale="ru"
    )
    await _add(connection, schema.destination, person_id=person, mailbox_id=mailbox, created_at=now)
    return Chat(person=PersonId(person), user=user, mailbox=MailboxId(mailbox))


async def _staff(
    connection: AsyncConnection, external_id: str, roles: list[str], *names: str
) -> tuple[int, int]:
    person = await _add(connection, schema.person, school_id=1, created_at=MONDAY_NOON)
    staff = await _add(
        connection,
        schema.staff,
        school_id=1,
        external_id=external_id,
        person_id=person,
        family_name=names[0],
        given_name=names[1],
        patronymic=names[2],
        roles=roles,
    )
    return staff, person


async def _student(connection: AsyncConnection, external_id: str, klass: int, *names: str) -> StudentId:
    student = await _add(
        connection,
        schema.student,
        school_id=1,
        external_id=external_id,
        family_name=names[0],
        given_name=names[1],
    )
    await _add(connection, schema.enrolment, student_id=student, class_id=klass, valid_from=date(2026, 9, 1))
    return StudentId(student)


async def build_sample(engine: AsyncEngine) -> Sample:
    """Fill an empty school: s1 Пётр and s2 Маша of 7b; t1 teaches algebra, t2 leads the class."""
    now = MONDAY_NOON
    async with engine.begin() as connection:
        smirnova, smirnova_person = await _staff(
            connection, "t1", ["teacher"], "Смирнова", "Анна", "Викторовна"
        )
        orlov, _ = await _staff(connection, "t2", ["teacher"], "Орлов", "Иван", "Петрович")
        secretary, secretary_person = await _staff(connection, "o1", ["office"], "Белова", "Ольга", "Юрьевна")
        klass = await _add(
            connection, schema.school_class, school_id=1, external_id="7b", name="7Б", class_teacher_id=orlov
        )
        algebra = await _add(connection, schema.subject, school_id=1, external_id="alg", name="Алгебра")
        english = await _add(
            connection, schema.subject, school_id=1, external_id="eng", name="Английский язык"
        )
        await _add(
            connection,
            schema.term,
            school_id=1,
            external_id="q1",
            name="1 четверть",
            starts_on=date(2026, 9, 1),
            ends_on=date(2026, 10, 25),
        )
        for slot, start in enumerate((time(8, 30), time(9, 25), time(10, 30), time(11, 30)), start=1):
            end = time(start.hour + (start.minute + 45) // 60, (start.minute + 45) % 60)
            await _add(connection, schema.bell, school_id=1, slot=slot, starts_at=start, ends_at=end)
        petr = await _student(connection, "s1", klass, "Иванов", "Пётр")
        masha = await _student(connection, "s2", klass, "Иванова", "Маша")
        group = await _add(
            connection, schema.study_group, school_id=1, external_id="7b-en1", name="7Б, английский 1"
        )
        await _add(
            connection, schema.group_member, group_id=group, student_id=petr, valid_from=date(2026, 9, 1)
        )
        await _add(
            connection,
            schema.lesson,
            school_id=1,
            external_id="l1",
            class_id=klass,
            weekday=1,
            slot=2,
            subject_id=algebra,
            staff_id=smirnova,
            room="204",
        )
        mother, father = await _chat(connection, 1001), await _chat(connection, 1002)
        tutor = await _chat(connection, 1003)
        teacher = await _chat(connection, 2001, smirnova_person)
        office = await _chat(connection, 3001, secretary_person)
        for person, student, label in (
            (mother.person, petr, "мама"),
            (mother.person, masha, "мама"),
            (father.person, petr, "папа"),
        ):
            await _add(
                connection,
                schema.link,
                person_id=person,
                student_id=student,
                role="guardian",
                label=label,
                may_write=True,
                created_at=now,
            )
        await _add(
            connection,
            schema.link,
            person_id=tutor.person,
            student_id=petr,
            role="trusted",
            label="репетитор",
            kinds=["grade", "homework", "test"],
            subjects=[algebra],
            may_write=False,
            granted_by_id=mother.person,
            created_at=now,
        )
        for employee, staff, role in (
            (smirnova_person, smirnova, "teacher"),
            (secretary_person, secretary, "office"),
        ):
            await _add(
                connection,
                schema.staff_role,
                person_id=employee,
                staff_id=staff,
                role=role,
                created_at=now,
            )
    return Sample(
        klass=ClassId(klass),
        group=GroupId(group),
        algebra=SubjectId(algebra),
        english=SubjectId(english),
        smirnova=StaffId(smirnova),
        smirnova_person=PersonId(smirnova_person),
        orlov=StaffId(orlov),
        petr=petr,
        masha=masha,
        mother=mother,
        father=father,
        tutor=tutor,
        teacher=teacher,
        office=office,
        stranger_user=9001,
    )
