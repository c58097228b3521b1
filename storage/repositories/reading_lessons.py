"""The weekly timetable as it is on a day."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId, SchoolId, StudentId
from diary.models.people import Name
from diary.models.readings import Lesson
from storage.schema import bell, enrolment, group_member, lesson, school_class, staff, study_group, subject


def _member_on(table: Any, day: date) -> ColumnElement[bool]:
    """Whether a membership holds: its end is the first day that it does not."""
    return and_(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to > day))


def _taught_on(day: date) -> ColumnElement[bool]:
    """Whether a lesson is given: the school names its first and last day, or leaves them open."""
    return and_(
        lesson.c.weekday == day.isoweekday(),
        lesson.c.removed_at.is_(None),
        or_(lesson.c.valid_from.is_(None), lesson.c.valid_from <= day),
        or_(lesson.c.valid_to.is_(None), lesson.c.valid_to >= day),
    )


class ReadingLessons:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of(self, students: Collection[StudentId], day: date) -> dict[StudentId, list[Lesson]]:
        by_class = self._query(day, enrolment.c.student_id).join(
            enrolment, and_(enrolment.c.class_id == lesson.c.class_id, _member_on(enrolment, day))
        )
        by_group = self._query(day, group_member.c.student_id).join(
            group_member, and_(group_member.c.group_id == lesson.c.group_id, _member_on(group_member, day))
        )
        found: dict[StudentId, list[Lesson]] = {student: [] for student in students}
        for query, table in ((by_class, enrolment), (by_group, group_member)):
            for row in await self._connection.execute(query.where(table.c.student_id.in_(students))):
                found[row.student_id].append(_lesson(row))
        return {student: sorted(lessons, key=_order) for student, lessons in found.items()}

    async def taught(self, person_id: PersonId, day: date) -> Sequence[Lesson]:
        query = self._query(day).where(staff.c.person_id == person_id, staff.c.removed_at.is_(None))
        return sorted((_lesson(row) for row in await self._connection.execute(query)), key=_order)

    def _query(self, day: date, *more: ColumnElement[Any]) -> Select[Any]:
        rings = and_(
            bell.c.slot == lesson.c.slot, bell.c.school_id == lesson.c.school_id, bell.c.removed_at.is_(None)
        )
        return (
            select(
                lesson.c.slot,
                lesson.c.room,
                lesson.c.subject_id,
                bell.c.starts_at,
                bell.c.ends_at,
                subject.c.name.label("subject"),
                staff.c.family_name,
                staff.c.given_name,
                staff.c.patronymic,
                school_class.c.name.label("class_name"),
                study_group.c.name.label("group_name"),
                *more,
            )
            .join(subject, subject.c.id == lesson.c.subject_id)
            .outerjoin(bell, rings)
            .outerjoin(staff, staff.c.id == lesson.c.staff_id)
            .outerjoin(school_class, school_class.c.id == lesson.c.class_id)
            .outerjoin(study_group, study_group.c.id == lesson.c.group_id)
            .where(lesson.c.school_id == self._school_id, _taught_on(day))
        )


def _order(lesson: Lesson) -> tuple[int, str]:
    return lesson.slot, lesson.subject


def _lesson(row: Row[Any]) -> Lesson:
    return Lesson(
        slot=row.slot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        subject_id=row.subject_id,
        subject=row.subject,
        teacher=None
        if row.family_name is None
        else Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic),
        room=row.room,
        audience=row.class_name or row.group_name or "",
    )
