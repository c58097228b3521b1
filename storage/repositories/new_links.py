"""How many chats were linked, for those who lead the classes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId, SchoolId
from diary.models.people import ClassLinks, Role
from storage.schema import enrolment, link, school_class, staff, staff_role

LEADS = and_(
    staff_role.c.person_id == staff.c.person_id,
    staff_role.c.role == Role.TEACHER,
    staff_role.c.revoked_at.is_(None),
)
COUNTED = (
    link.join(enrolment, and_(enrolment.c.student_id == link.c.student_id, enrolment.c.valid_to.is_(None)))
    .join(school_class, school_class.c.id == enrolment.c.class_id)
    .join(staff, and_(staff.c.id == school_class.c.class_teacher_id, staff.c.removed_at.is_(None)))
    .join(staff_role, LEADS)
)


class SqlNewLinks:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def by_class(self, *, since: datetime, until: datetime) -> Sequence[ClassLinks]:
        query = (
            select(staff.c.person_id, school_class.c.name, link.c.role, func.count())
            .select_from(COUNTED)
            .where(
                school_class.c.school_id == self._school_id,
                link.c.created_at > since,
                link.c.created_at <= until,
            )
            .group_by(staff.c.person_id, school_class.c.name, link.c.role)
            .order_by(staff.c.person_id, school_class.c.name)
        )
        found: dict[tuple[PersonId, str], dict[Role, int]] = defaultdict(dict)
        for teacher, name, role, count in await self._connection.execute(query):
            found[teacher, name][Role(role)] = count
        return [
            ClassLinks(teacher_id=teacher, class_name=name, counts=counts)
            for (teacher, name), counts in found.items()
        ]
