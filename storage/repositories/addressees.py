"""Whom one may write to about a student."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Kind
from diary.models.ids import EntryId, PersonId, SchoolId, StaffId, StudentId
from diary.models.people import Name, Student
from diary.models.talk import EntryPlace, Teaching
from storage.repositories.child_views import load_views
from storage.repositories.students import AT_SCHOOL, student_of
from storage.schema import enrolment, entry, group_member, lesson, school_class, staff, student, subject

NAME_COLUMNS = (staff.c.person_id, staff.c.family_name, staff.c.given_name, staff.c.patronymic)


class SqlAddressees:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def students(
        self, student_ids: Collection[StudentId], *, reader: PersonId | None = None
    ) -> Mapping[StudentId, Student]:
        query = AT_SCHOOL.where(
            student.c.id.in_(student_ids), student.c.school_id == self._school_id
        ).order_by(student.c.id)
        found = [student_of(row) for row in await self._connection.execute(query)]
        own = [(reader, one.id) for one in found] if reader is not None else []
        views = await load_views(self._connection, own)
        return {one.id: replace(one, view=views.get((reader or 0, one.id))) for one in found}

    async def staff(self, staff_id: StaffId) -> tuple[PersonId, Name] | None:
        return await self._one(staff.c.id == staff_id)

    async def employee(self, person_id: PersonId) -> Name | None:
        found = await self._one(staff.c.person_id == person_id)
        return None if found is None else found[1]

    async def class_teacher(self, student_id: StudentId) -> tuple[PersonId, Name] | None:
        classes = (
            select(school_class.c.class_teacher_id)
            .join(enrolment, enrolment.c.class_id == school_class.c.id)
            .where(enrolment.c.student_id == student_id, enrolment.c.valid_to.is_(None))
        )
        return await self._one(staff.c.id.in_(classes))

    async def _one(self, condition: ColumnElement[bool]) -> tuple[PersonId, Name] | None:
        here = (staff.c.removed_at.is_(None), staff.c.school_id == self._school_id)
        row = (await self._connection.execute(select(*NAME_COLUMNS).where(condition, *here))).first()
        return None if row is None else (row[0], _name(row[1:]))

    async def staff_names(self, person_ids: Collection[PersonId]) -> Mapping[PersonId, Name]:
        query = select(*NAME_COLUMNS).where(staff.c.person_id.in_(person_ids)).order_by(staff.c.id.desc())
        return {row[0]: _name(row[1:]) for row in await self._connection.execute(query)}

    async def teachings(self, student_id: StudentId, *, day: date) -> Sequence[Teaching]:
        classes = select(enrolment.c.class_id).where(
            enrolment.c.student_id == student_id, enrolment.c.valid_to.is_(None)
        )
        groups = select(group_member.c.group_id).where(
            group_member.c.student_id == student_id, group_member.c.valid_to.is_(None)
        )
        query = (
            select(*NAME_COLUMNS, subject.c.id, subject.c.name, lesson.c.weekday, lesson.c.slot)
            .join(lesson, lesson.c.staff_id == staff.c.id)
            .join(subject, subject.c.id == lesson.c.subject_id)
            .where(
                or_(lesson.c.class_id.in_(classes), lesson.c.group_id.in_(groups)),
                lesson.c.removed_at.is_(None),
                or_(lesson.c.valid_from.is_(None), lesson.c.valid_from <= day),
                or_(lesson.c.valid_to.is_(None), lesson.c.valid_to >= day),
                staff.c.removed_at.is_(None),
            )
            .order_by(staff.c.family_name, staff.c.given_name, staff.c.id, lesson.c.weekday, lesson.c.slot)
        )
        return [_teaching(row) for row in await self._connection.execute(query)]

    async def entry_place(self, entry_id: EntryId) -> EntryPlace | None:
        query = select(entry.c.staff_id, entry.c.subject_id, entry.c.date, entry.c.lesson, entry.c.kind)
        row = (await self._connection.execute(query.where(entry.c.id == entry_id))).one_or_none()
        if row is None:
            return None
        return EntryPlace(kind=Kind(row[4]), staff_id=row[0], subject_id=row[1], day=row[2], lesson=row[3])


def _name(row: Sequence[Any]) -> Name:
    return Name(family_name=row[0], given_name=row[1], patronymic=row[2])


def _teaching(row: Sequence[Any]) -> Teaching:
    return Teaching(
        person_id=row[0],
        name=_name(row[1:4]),
        subject_id=row[4],
        subject=row[5],
        weekday=row[6],
        slot=row[7],
    )
