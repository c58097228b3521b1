"""How codes that nobody has redeemed die; each ending returns them, for the log."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.codes import NewCode, RevokedCode
from diary.models.ids import CodeId, PersonId, SchoolId, StaffId, StudentId
from diary.models.people import Role
from storage.repositories.chunks import chunks
from storage.repositories.codes import GRANTED, live_code
from storage.schema import access_code, account


class SqlCodeEnds:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def revoke(self, codes: Collection[CodeId], *, now: datetime) -> Sequence[RevokedCode]:
        return await self._any_of(access_code.c.id, codes, now=now)

    async def replaced_by(self, code: NewCode, *, now: datetime) -> Sequence[RevokedCode]:
        if code.role is Role.TRUSTED:
            return []
        same = and_(
            access_code.c.student_id == code.student_id,
            access_code.c.staff_id == code.staff_id,
            access_code.c.person_id == code.person_id,
            access_code.c.role == code.role,
            access_code.c.label == code.label,
        )
        if code.student_id is None:
            return await self._revoke(same, now=now)
        theirs = true() if code.reserved_by is None else access_code.c.reserved_by != code.reserved_by
        return await self._revoke(same, ~and_(GRANTED, theirs), now=now)

    async def of_label(self, student_id: StudentId, label: str, *, now: datetime) -> Sequence[RevokedCode]:
        same = (access_code.c.student_id == student_id, access_code.c.label == label)
        return await self._revoke(*same, access_code.c.role == Role.GUARDIAN, now=now)

    async def delegated(
        self, issued_by: PersonId, student_id: StudentId, *, now: datetime
    ) -> Sequence[RevokedCode]:
        return await self._revoke(_delegated(issued_by), access_code.c.student_id == student_id, now=now)

    async def given_out(self, person_id: PersonId, *, now: datetime) -> Sequence[RevokedCode]:
        given = or_(access_code.c.person_id == person_id, _delegated(person_id))
        return await self._revoke(given, now=now)

    async def granted_to(self, person_id: PersonId, *, now: datetime) -> Sequence[RevokedCode]:
        held = access_code.c.reserved_by.in_(_users(person_id))
        revoked = await self._revoke(GRANTED, held, now=now)
        unspent = access_code.c.spent_at.is_(None)
        await self._connection.execute(
            update(access_code).where(held, unspent).values(reserved_by=None, reserved_until=None)
        )
        return revoked

    async def of_students(self, students: Collection[StudentId], *, now: datetime) -> Sequence[RevokedCode]:
        return await self._any_of(access_code.c.student_id, students, now=now)

    async def of_staff(
        self, members: Collection[StaffId], roles: Collection[Role], *, now: datetime
    ) -> Sequence[RevokedCode]:
        return await self._any_of(
            access_code.c.staff_id, members, access_code.c.role.in_(sorted(roles)), now=now
        )

    async def _any_of(
        self,
        column: ColumnElement[int],
        values: Collection[int],
        *which: ColumnElement[bool],
        now: datetime,
    ) -> list[RevokedCode]:
        parts = [await self._revoke(column.in_(part), *which, now=now) for part in chunks(values)]
        return [one for part in parts for one in part]

    async def _revoke(self, *which: ColumnElement[bool], now: datetime) -> list[RevokedCode]:
        here = access_code.c.school_id == self._school_id
        query = (
            update(access_code)
            .where(here, live_code(now), *which)
            .values(revoked_at=now)
            .returning(access_code.c.id, access_code.c.student_id)
        )
        rows = (await self._connection.execute(query)).all()
        return [RevokedCode(id=key, student_id=student) for key, student in sorted(rows)]


def _delegated(by: PersonId) -> ColumnElement[bool]:
    return and_(access_code.c.issued_by_id == by, access_code.c.role == Role.TRUSTED)


def _users(person_id: PersonId) -> ColumnElement[int]:
    return select(account.c.telegram_user_id).where(account.c.person_id == person_id).scalar_subquery()
