"""Students with the class they are in now."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import ClassId, StudentId
from diary.models.people import Name, Student
from storage.schema import enrolment, school_class, student


async def load_students(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Student]:
    """Load those who are at school."""
    if not ids:
        return {}
    current = and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None))
    query = (
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
        .outerjoin(enrolment, current)
        .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
        .where(student.c.id.in_(ids), student.c.removed_at.is_(None))
    )
    return {
        row[0]: Student(
            id=StudentId(row[0]),
            external_id=row[1],
            name=Name(family_name=row[2], given_name=row[3], patronymic=row[4]),
            birth_date=row[5],
            class_id=None if row[6] is None else ClassId(row[6]),
            class_name=row[7] or "",
        )
        for row in await connection.execute(query)
    }
