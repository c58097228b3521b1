"""Reading the audit: a student's or a person's, with what its numbers mean."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.auditing import Called, EntryNamed
from diary.models.entries import Kind
from diary.models.ids import ClassId, PersonId, SchoolId, StudentId
from diary.models.people import Name, Role, Student
from diary.ports.audit import AuditRecord
from storage.repositories.chunks import chunks
from storage.repositories.links import live_link
from storage.schema import (
    audit,
    enrolment,
    entry,
    link,
    person,
    school_class,
    staff,
    staff_role,
    student,
    subject,
)

Stored = tuple[int, datetime, AuditRecord]


class SqlAuditReadings:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of_student(
        self, student_id: StudentId, *, limit: int, offset: int = 0, before: Stored | None = None
    ) -> Sequence[Stored]:
        return await self._stored(about_student(student_id, before).offset(offset).limit(limit))

    async def of_person(
        self, person_id: PersonId, *, limit: int, offset: int = 0, before: Stored | None = None
    ) -> Sequence[Stored]:
        query = about_person(person_id, before, most=offset + limit)
        return await self._stored(query.offset(offset).limit(limit))

    async def _stored(self, query: Select[Any]) -> list[Stored]:
        return [(row.id, row.at, _record(row)) for row in await self._connection.execute(query)]

    async def called(
        self, person_ids: Collection[PersonId], student_id: StudentId | None, *, now: datetime
    ) -> Mapping[PersonId, Called]:
        found: dict[PersonId, Called] = {}
        for portion in chunks(sorted(person_ids)):
            erased = select(person.c.id, person.c.erased_at).where(person.c.id.in_(portion))
            for row in await self._connection.execute(erased):
                found[row[0]] = Called(id=row[0], erased=row[1] is not None, live=False)
            for row in await self._connection.execute(_links_of(portion, student_id, now)):
                gone = found[row.person_id].erased
                found[row.person_id] = Called(
                    id=row.person_id,
                    role=Role(row.role),
                    label=row.label,
                    erased=gone,
                    live=bool(row.live) and not gone,
                )
            for row in await self._connection.execute(_staff_of(portion)):
                if student_id is None or found[row[0]].role is None:
                    name = Name(family_name=row[1], given_name=row[2], patronymic=row[3])
                    role = None if row[4] is None else Role(row[4])
                    found[row[0]] = Called(id=row[0], name=name, role=role, live=role is not None)
        return found

    async def holders(self, student_id: StudentId) -> Sequence[PersonId]:
        query = select(link.c.person_id).where(link.c.student_id == student_id).order_by(link.c.id)
        return list(dict.fromkeys(await self._connection.scalars(query)))

    async def entries(self, entry_ids: Collection[int]) -> Mapping[int, EntryNamed]:
        found: dict[int, EntryNamed] = {}
        for portion in chunks(sorted(entry_ids)):
            query = (
                select(entry.c.id, entry.c.kind, subject.c.name, entry.c.date)
                .outerjoin(subject, subject.c.id == entry.c.subject_id)
                .where(entry.c.id.in_(portion))
            )
            for row in await self._connection.execute(query):
                found[row[0]] = EntryNamed(kind=Kind(row[1]), subject=row[2] or "", day=row[3])
        return found

    async def students(self, student_ids: Collection[StudentId]) -> Mapping[StudentId, Student]:
        found: dict[StudentId, Student] = {}
        for portion in chunks(sorted(student_ids)):
            for row in await self._connection.execute(self._students().where(student.c.id.in_(portion))):
                found[StudentId(row.id)] = _student(row)
        return found

    async def left(self) -> Sequence[Student]:
        query = self._students().where(student.c.removed_at.is_not(None)).order_by(student.c.id)
        return [_student(row) for row in await self._connection.execute(query)]

    def _students(self) -> Select[Any]:
        now_in = and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None))
        return (
            select(student, school_class.c.id.label("class_id"), school_class.c.name.label("class_name"))
            .outerjoin(enrolment, now_in)
            .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
            .where(student.c.school_id == self._school_id)
        )

    async def student_named(self, external_id: str) -> StudentId | None:
        query = select(student.c.id).where(
            student.c.school_id == self._school_id, student.c.external_id == external_id
        )
        found = await self._connection.scalar(query)
        return None if found is None else StudentId(found)


def about_student(student_id: StudentId, before: Stored | None = None) -> Select[Any]:
    query = select(audit).where(audit.c.student_id == student_id, _older(before))
    return query.order_by(audit.c.at.desc(), audit.c.id.desc())


def about_person(person_id: PersonId, before: Stored | None = None, *, most: int) -> Select[Any]:
    """Read each of the two indexes no further than asked for, and put both together."""
    others = or_(audit.c.person_id.is_(None), audit.c.person_id != person_id)
    parts = [
        select(audit)
        .where(which, _older(before))
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(most)
        .subquery()
        for which in (audit.c.person_id == person_id, and_(audit.c.actor_id == person_id, others))
    ]
    both = union_all(*(select(part) for part in parts)).subquery()
    return select(both).order_by(both.c.at.desc(), both.c.id.desc())


def _older(line: Stored | None) -> ColumnElement[bool]:
    if line is None:
        return true()
    key, at, _ = line
    # the first half alone is what an index can be searched by
    return and_(audit.c.at <= at, or_(audit.c.at < at, audit.c.id < key))


def _links_of(persons: Sequence[PersonId], student_id: StudentId | None, now: datetime) -> Select[Any]:
    """Return what each is by their links, what tells the most coming last."""
    live = case((live_link(now), 1), else_=0).label("live")
    here = case((link.c.student_id == (student_id or 0), 1), else_=0)
    return (
        select(link.c.person_id, link.c.role, link.c.label, live)
        .where(link.c.person_id.in_(persons))
        .order_by(here, live, link.c.id)
    )


def _staff_of(persons: Sequence[PersonId]) -> Select[Any]:
    held = and_(staff_role.c.person_id == staff.c.person_id, staff_role.c.revoked_at.is_(None))
    return (
        select(
            staff.c.person_id, staff.c.family_name, staff.c.given_name, staff.c.patronymic, staff_role.c.role
        )
        .outerjoin(staff_role, held)
        .where(staff.c.person_id.in_(persons))
        .order_by(staff.c.id, staff_role.c.id)
    )


def _student(row: Any) -> Student:
    return Student(
        id=StudentId(row.id),
        external_id=row.external_id,
        name=Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic),
        class_id=None if row.class_id is None else ClassId(row.class_id),
        class_name=row.class_name or "",
    )


def _record(row: Any) -> AuditRecord:
    return AuditRecord(
        action=row.action,
        actor_id=None if row.actor_id is None else PersonId(row.actor_id),
        person_id=None if row.person_id is None else PersonId(row.person_id),
        student_id=None if row.student_id is None else StudentId(row.student_id),
        subject_id=row.subject_id,
        detail=row.detail,
    )
