"""Diary pages: day, week, grades, absences, timetable."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Kind
from diary.models.ids import PersonId, SchoolId, StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Link, Name, Role, Student
from diary.models.readings import Lesson, Period, Pupil
from storage.repositories.child_views import view_of
from storage.repositories.reading_entries import ReadingEntries
from storage.repositories.reading_lessons import ReadingLessons
from storage.schema import child_view, enrolment, school_class, staff, student, term


class SqlReadings:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
        self._entries = ReadingEntries(connection, school_id)
        self._lessons = ReadingLessons(connection, school_id)

    async def pupils(self, links: Sequence[Link]) -> Sequence[Pupil]:
        # who has several rights on a child reads by the widest
        by_student = {link.student_id: link for link in sorted(links, key=_width)}
        query = (
            select(
                student,
                enrolment.c.class_id,
                school_class.c.name.label("class_name"),
                staff.c.family_name.label("teacher_family_name"),
                staff.c.given_name.label("teacher_given_name"),
                staff.c.patronymic.label("teacher_patronymic"),
                child_view.c.short_name,
                child_view.c.colour,
            )
            .outerjoin(
                enrolment, and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None))
            )
            .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
            .outerjoin(
                staff, and_(staff.c.id == school_class.c.class_teacher_id, staff.c.removed_at.is_(None))
            )
            .outerjoin(
                child_view,
                and_(
                    child_view.c.student_id == student.c.id,
                    child_view.c.person_id.in_({link.person_id for link in links}),
                ),
            )
            .where(
                student.c.school_id == self._school_id,
                student.c.id.in_(by_student),
                student.c.removed_at.is_(None),
            )
            .order_by(student.c.given_name, student.c.family_name, student.c.id)
        )
        return [_pupil(row, by_student[row.id]) for row in await self._connection.execute(query)]

    async def entries(
        self, student_ids: Collection[StudentId], kinds: Collection[Kind], *, since: date, until: date
    ) -> Mapping[StudentId, Sequence[EntryContent]]:
        return await self._entries.of(student_ids, kinds, since=since, until=until)

    async def told_since(
        self, student_ids: Collection[StudentId], moment: datetime
    ) -> Mapping[StudentId, Sequence[EntryContent]]:
        return await self._entries.told_since(student_ids, moment)

    async def lessons(
        self, student_ids: Collection[StudentId], *, day: date
    ) -> Mapping[StudentId, Sequence[Lesson]]:
        return await self._lessons.of(student_ids, day)

    async def taught(self, person_id: PersonId, *, day: date) -> Sequence[Lesson]:
        return await self._lessons.taught(person_id, day)

    async def periods(self) -> Sequence[Period]:
        query = (
            select(term)
            .where(term.c.school_id == self._school_id, term.c.removed_at.is_(None))
            .order_by(term.c.starts_on, term.c.id)
        )
        return [
            Period(external_id=row.external_id, name=row.name, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in await self._connection.execute(query)
        ]


def _width(link: Link) -> tuple[bool, bool]:
    return link.role is Role.GUARDIAN, link.scope.kinds is None and link.scope.subjects is None


def _pupil(row: Row[Any], link: Link) -> Pupil:
    teacher = None
    if row.teacher_family_name is not None:
        teacher = Name(
            family_name=row.teacher_family_name,
            given_name=row.teacher_given_name,
            patronymic=row.teacher_patronymic,
        )
    return Pupil(
        student=Student(
            id=row.id,
            external_id=row.external_id,
            name=Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic),
            class_id=row.class_id,
            class_name=row.class_name or "",
            birth_date=row.birth_date,
            view=view_of(row.short_name, row.colour),
        ),
        link=link,
        class_teacher=teacher,
    )
