"""Who may be handed codes, and who has them or needs none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.handing_out import LinkedAs, LiveCode, SchoolClass
from diary.models.ids import ClassId, PersonId, SchoolId
from diary.models.people import Name, Role, StaffMember, Student
from storage.repositories.codes import GRANTED, OWNER_IS_HERE, UNSPENT, WITH_OWNER
from storage.repositories.links import live_link
from storage.repositories.students import AT_SCHOOL, student_of
from storage.schema import access_code, link, person, school_class, staff, staff_role, student


class SqlHandouts:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def classes(self) -> Sequence[SchoolClass]:
        leads = and_(staff.c.id == school_class.c.class_teacher_id, staff.c.removed_at.is_(None))
        query = (
            select(school_class.c.id, school_class.c.name, staff.c.person_id)
            .outerjoin(staff, leads)
            .where(school_class.c.school_id == self._school_id, school_class.c.removed_at.is_(None))
            .order_by(school_class.c.id)
        )
        rows = await self._connection.execute(query)
        return [SchoolClass(id=key, name=name, teacher=teacher) for key, name, teacher in rows]

    async def students(self, classes: Collection[ClassId] | None = None) -> Sequence[Student]:
        query = AT_SCHOOL.where(student.c.school_id == self._school_id)
        if classes is not None:
            query = query.where(school_class.c.id.in_(classes) if classes else false())
        return [student_of(row) for row in await self._connection.execute(query)]

    async def staff(self) -> Sequence[StaffMember]:
        query = (
            select(
                staff.c.id,
                staff.c.person_id,
                staff.c.external_id,
                staff.c.family_name,
                staff.c.given_name,
                staff.c.patronymic,
                staff.c.roles,
            )
            .where(staff.c.school_id == self._school_id, staff.c.removed_at.is_(None))
            .order_by(staff.c.id)
        )
        return [
            StaffMember(
                id=row[0],
                person_id=row[1],
                external_id=row[2],
                name=Name(family_name=row[3], given_name=row[4], patronymic=row[5]),
                roles=frozenset(Role(role) for role in row[6]),
            )
            for row in await self._connection.execute(query)
        ]

    async def links(self, *, now: datetime) -> Sequence[LinkedAs]:
        query = (
            select(link.c.student_id, link.c.role, link.c.label)
            .join(student, student.c.id == link.c.student_id)
            .where(student.c.school_id == self._school_id, live_link(now))
        )
        rows = await self._connection.execute(query)
        return [LinkedAs(student_id=one, role=Role(role), label=label) for one, role, label in rows]

    async def staff_roles(self) -> frozenset[tuple[PersonId, Role]]:
        query = (
            select(staff_role.c.person_id, staff_role.c.role)
            .join(person, person.c.id == staff_role.c.person_id)
            .where(staff_role.c.revoked_at.is_(None), person.c.school_id == self._school_id)
        )
        rows = await self._connection.execute(query)
        return frozenset((PersonId(person_id), Role(role)) for person_id, role in rows)

    async def live_codes(self, *, now: datetime) -> Sequence[LiveCode]:
        code = access_code.c
        query = (
            select(
                code.id,
                code.role,
                code.student_id,
                code.staff_id,
                code.label,
                code.expires_at,
                code.reserved_until,
                and_(GRANTED, code.student_id.is_not(None)),
            )
            .select_from(WITH_OWNER)
            .where(code.school_id == self._school_id, UNSPENT, code.expires_at > now, OWNER_IS_HERE)
            .where(code.person_id.is_(None))
            .order_by(code.id)
        )
        return [
            LiveCode(
                id=row[0],
                role=Role(row[1]),
                student_id=row[2],
                staff_id=row[3],
                label=row[4],
                expires_at=row[5],
                held=row[6] is not None and row[6] > now,
                granted=bool(row[7]),
            )
            for row in await self._connection.execute(query)
        ]
