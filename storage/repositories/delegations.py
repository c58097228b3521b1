"""Rights that guardians have passed on, and the codes that bring them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.delegation import Ending, Subjects, TrustedLink, WaitingCode
from diary.models.ids import CodeId, LinkId, NoticeId, PersonId, SchoolId, StudentId
from diary.models.people import Link, Role, Scope
from storage.repositories.codes import UNSPENT
from storage.repositories.delegation_rows import (
    CODE_COLUMNS,
    TRUSTED_COLUMNS,
    code_of,
    kinds_of,
    subjects_of,
    trusted_of,
)
from storage.repositories.links import LINK_COLUMNS, link_of, live_link
from storage.schema import (
    access_code,
    enrolment,
    group_member,
    lesson,
    link,
    notice,
    student,
    subject,
)

TRUSTED = link.c.role == Role.TRUSTED


class SqlDelegations:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of_student(self, student_id: StudentId, *, now: datetime) -> Sequence[TrustedLink]:
        return await self._trusted(link.c.student_id == student_id, live_link(now))

    async def link(self, link_id: LinkId, *, now: datetime) -> TrustedLink | None:
        lock = select(link.c.id).where(link.c.id == link_id).with_for_update()
        await self._connection.execute(lock)
        found = await self._trusted(link.c.id == link_id, live_link(now))
        return found[0] if found else None

    async def granted(self, person_id: PersonId, student_id: StudentId) -> Sequence[TrustedLink]:
        mine = and_(link.c.granted_by_id == person_id, link.c.student_id == student_id)
        return await self._trusted(mine, link.c.revoked_at.is_(None))

    async def over(self, *, now: datetime) -> Sequence[TrustedLink]:
        return await self._trusted(link.c.revoked_at.is_(None), link.c.valid_until <= now)

    async def ending(self, *, before: datetime, now: datetime) -> Sequence[TrustedLink]:
        untold = or_(link.c.end_told_for.is_(None), link.c.end_told_for != link.c.valid_until)
        return await self._trusted(live_link(now), link.c.valid_until < before, untold)

    async def _trusted(self, *conditions: ColumnElement[bool]) -> list[TrustedLink]:
        query = (
            select(*TRUSTED_COLUMNS)
            .join(student, student.c.id == link.c.student_id)
            .where(TRUSTED, student.c.school_id == self._school_id, *conditions)
            .order_by(link.c.id)
        )
        return [trusted_of(row) for row in await self._connection.execute(query)]

    async def held(self, person_id: PersonId, student_id: StudentId) -> LinkId | None:
        theirs = and_(link.c.person_id == person_id, link.c.student_id == student_id)
        query = select(link.c.id).where(TRUSTED, theirs, link.c.revoked_at.is_(None))
        key = await self._connection.scalar(query)
        return None if key is None else LinkId(key)

    async def guardian(self, person_id: PersonId, student_id: StudentId, *, now: datetime) -> Link | None:
        theirs = and_(link.c.person_id == person_id, link.c.student_id == student_id)
        query = select(*LINK_COLUMNS).where(theirs, link.c.role == Role.GUARDIAN, live_link(now))
        row = (await self._connection.execute(query.with_for_update())).one_or_none()
        return None if row is None else link_of(row)

    async def right(self, link_id: LinkId, *, now: datetime) -> Link | None:
        query = select(*LINK_COLUMNS).where(link.c.id == link_id, live_link(now))
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else link_of(row)

    async def has_right(self, person_id: PersonId, student_id: StudentId, *, now: datetime) -> bool:
        theirs = and_(link.c.person_id == person_id, link.c.student_id == student_id)
        query = select(link.c.id).where(theirs, live_link(now)).limit(1)
        return await self._connection.scalar(query) is not None

    async def codes_of(self, student_id: StudentId, *, now: datetime) -> Sequence[WaitingCode]:
        return await self._codes(access_code.c.student_id == student_id, now)

    async def code(self, code_id: CodeId, *, now: datetime) -> WaitingCode | None:
        found = await self._codes(access_code.c.id == code_id, now)
        return found[0] if found else None

    async def _codes(self, condition: ColumnElement[bool], now: datetime) -> list[WaitingCode]:
        trusted = and_(access_code.c.role == Role.TRUSTED, access_code.c.school_id == self._school_id)
        query = select(*CODE_COLUMNS).where(condition, trusted, UNSPENT, access_code.c.expires_at > now)
        rows = await self._connection.execute(query.order_by(access_code.c.id))
        return [code_of(row) for row in rows]

    async def set_scope(self, link_id: LinkId, scope: Scope) -> None:
        await self._set(
            link.c.id == link_id,
            kinds=kinds_of(scope),
            subjects=subjects_of(scope),
            may_write=scope.may_write,
        )

    async def set_until(self, link_id: LinkId, until: datetime) -> None:
        await self._set(link.c.id == link_id, valid_until=until)

    async def mark_end_told(self, link_id: LinkId, until: datetime) -> bool:
        untold = or_(link.c.end_told_for.is_(None), link.c.end_told_for != until)
        return await self._set(and_(link.c.id == link_id, untold), end_told_for=until)

    async def end(self, link_id: LinkId, why: Ending | str, *, by: PersonId | None, now: datetime) -> bool:
        unended = and_(link.c.id == link_id, link.c.revoked_at.is_(None))
        return await self._set(unended, revoked_at=now, revoked_by_id=by, revoked_why=str(why))

    async def _set(self, which: ColumnElement[bool], **values: Any) -> bool:
        query = update(link).where(which).values(**values).returning(link.c.id)
        return await self._connection.scalar(query) is not None

    async def untold(self, what: str, person_id: PersonId, student_id: StudentId) -> Sequence[NoticeId]:
        query = select(notice.c.id).where(
            notice.c.what == what, notice.c.person_id == person_id, notice.c.student_id == student_id
        )
        return [NoticeId(key) for key in await self._connection.scalars(query)]

    async def subjects(self, student_id: StudentId) -> Subjects:
        classes = select(enrolment.c.class_id).where(
            enrolment.c.student_id == student_id, enrolment.c.valid_to.is_(None)
        )
        groups = select(group_member.c.group_id).where(
            group_member.c.student_id == student_id, group_member.c.valid_to.is_(None)
        )
        taught = select(lesson.c.subject_id).where(
            or_(lesson.c.class_id.in_(classes), lesson.c.group_id.in_(groups)), lesson.c.removed_at.is_(None)
        )
        here = and_(subject.c.school_id == self._school_id, subject.c.removed_at.is_(None))
        return await self._named(here, subject.c.id.in_(taught)) or await self._named(here)

    async def named(self, scopes: Sequence[Scope]) -> Subjects:
        ids = {one for scope in scopes for one in scope.subjects or ()}
        return await self._named(subject.c.id.in_(ids)) if ids else {}

    async def _named(self, *conditions: ColumnElement[bool]) -> Subjects:
        query = select(subject.c.id, subject.c.name).where(*conditions)
        rows = await self._connection.execute(query.order_by(subject.c.name, subject.c.id))
        return {row[0]: row[1] for row in rows}
