"""Students with the class they are in now."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import ClassId, StudentId
from diary.models.people import Name, Student
from storage.schema import enrolment, school_class, student

AT_SCHOOL = (
    select(
        student.c.id,
        student.c.external_id,
        student.c.family_name,
        student.c.given_name,
        student.c.patronymic,
        student.c.birth_date,
        school_class.c.id,
        school_class.c.name,
    )
    .outerjoin(enrolment, and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None)))
    .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
    .where(student.c.removed_at.is_(None))
)
"""Those who are at school, of whichever school; read with `student_of`."""

_BY_ID = AT_SCHOOL.where(student.c.id.in_(bindparam("students", expanding=True)))


def student_of(row: Sequence[Any]) -> Student:
    return Student(
        id=StudentId(row[0]),
        external_id=row[1],
        name=Name(family_name=row[2], given_name=row[3], patronymic=row[4]),
        birth_date=row[5],
        class_id=None if row[6] is None else ClassId(row[6]),
        class_name=row[7] or "",
    )


async def load_students(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Student]:
    """Load those who are at school."""
    if not ids:
        return {}
    return {row[0]: student_of(row) for row in await connection.execute(_BY_ID, {"students": list(ids)})}
