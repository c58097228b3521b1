"""Codes that give rights."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.codes import CodeSummary, KeptCode, NewCode
from diary.models.ids import CodeId, PersonId, SchoolId, StaffId, StudentId, TelegramUserId
from diary.models.people import Role
from storage.repositories.code_rows import SUMMARY_COLUMNS, summary_of
from storage.repositories.delegation_rows import read_scope, write_scope
from storage.schema import access_code, link, staff, staff_role, student

UNSPENT = and_(
    access_code.c.spent_at.is_(None), access_code.c.revoked_at.is_(None), access_code.c.burned_at.is_(None)
)
KEPT_COLUMNS = (
    access_code.c.id,
    access_code.c.role,
    access_code.c.student_id,
    access_code.c.staff_id,
    access_code.c.label,
    access_code.c.verifier_hash,
    access_code.c.person_id,
    access_code.c.issued_by_id,
    access_code.c.scope,
    access_code.c.link_until,
)
WITH_OWNER = access_code.outerjoin(student, student.c.id == access_code.c.student_id).outerjoin(
    staff, staff.c.id == access_code.c.staff_id
)
GRANTED = and_(
    access_code.c.reserved_by.is_not(None), access_code.c.reserved_until == access_code.c.expires_at
)
"""Made for one account by the office's yes: nobody else ever reads it."""

OWNER_IS_HERE = func.coalesce(student.c.removed_at, staff.c.removed_at).is_(None)


def live_code(now: datetime) -> ColumnElement[bool]:
    return and_(UNSPENT, access_code.c.expires_at > now)


def _held_by(user: TelegramUserId, now: datetime) -> ColumnElement[bool]:
    return and_(access_code.c.reserved_by == user, access_code.c.reserved_until > now)


class SqlAccessCodes:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def student(self, external_id: str) -> StudentId | None:
        query = select(student.c.id).where(
            student.c.school_id == self._school_id,
            student.c.external_id == external_id,
            student.c.removed_at.is_(None),
        )
        key: StudentId | None = await self._connection.scalar(query)
        return key

    async def staff_member(self, external_id: str) -> tuple[StaffId, frozenset[Role]] | None:
        query = select(staff.c.id, staff.c.roles).where(
            staff.c.school_id == self._school_id,
            staff.c.external_id == external_id,
            staff.c.removed_at.is_(None),
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else (row.id, frozenset(Role(role) for role in row.roles))

    async def add(self, code: NewCode, *, now: datetime) -> CodeId:
        values = {
            "school_id": self._school_id,
            "role": code.role,
            "student_id": code.student_id,
            "staff_id": code.staff_id,
            "label": code.label,
            "selector": code.selector,
            "verifier_hash": code.verifier_hash,
            "token_hash": code.token_hash,
            "scope": write_scope(code.scope),
            "link_until": code.link_until,
            "issued_by_id": code.issued_by,
            "issued_at": now,
            "expires_at": code.expires_at,
            "person_id": code.person_id,
            "reserved_by": code.reserved_by,
            "reserved_until": code.expires_at if code.reserved_by is not None else None,
        }
        query = insert(access_code).values(**values).returning(access_code.c.id)
        return CodeId((await self._connection.execute(query)).scalar_one())

    async def selector_is_taken(self, selector: int, *, now: datetime) -> bool:
        query = select(access_code.c.id).where(access_code.c.selector == selector, live_code(now)).limit(1)
        return await self._connection.scalar(query) is not None

    async def by_selector(self, selector: int, *, now: datetime) -> KeptCode | None:
        return await self._kept(access_code.c.selector == selector, live_code(now))

    async def by_token(self, token_hash: bytes, *, now: datetime) -> KeptCode | None:
        return await self._kept(access_code.c.token_hash == token_hash, live_code(now))

    async def used(
        self, person_id: PersonId, *, selector: int | None, token_hash: bytes | None, now: datetime
    ) -> KeptCode | None:
        meant = access_code.c.token_hash == token_hash if token_hash else access_code.c.selector == selector
        right = exists().where(
            link.c.code_id == access_code.c.id,
            link.c.person_id == person_id,
            link.c.revoked_at.is_(None),
            or_(link.c.valid_until.is_(None), link.c.valid_until > now),
        )
        role = exists().where(
            staff_role.c.code_id == access_code.c.id,
            staff_role.c.person_id == person_id,
            staff_role.c.revoked_at.is_(None),
        )
        return await self._kept(meant, access_code.c.spent_by_id == person_id, or_(right, role))

    async def reserved(self, code_id: CodeId, user: TelegramUserId, *, now: datetime) -> KeptCode | None:
        return await self._kept(access_code.c.id == code_id, UNSPENT, _held_by(user, now))

    async def _kept(self, *conditions: ColumnElement[bool]) -> KeptCode | None:
        query = (
            select(*KEPT_COLUMNS)
            .select_from(WITH_OWNER)
            .where(*conditions, OWNER_IS_HERE, access_code.c.school_id == self._school_id)
        )
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        key, role, student_id, staff_id, label, verifier_hash, person_id, *delegated = row
        issued_by, scope, link_until = delegated
        return KeptCode(
            id=key,
            role=Role(role),
            student_id=student_id,
            staff_id=staff_id,
            label=label,
            verifier_hash=verifier_hash,
            person_id=person_id,
            issued_by=issued_by,
            scope=read_scope(scope),
            link_until=link_until,
        )

    async def reserve(
        self, code_id: CodeId, user: TelegramUserId, *, now: datetime, until: datetime
    ) -> datetime | None:
        held_until: datetime | None
        free = or_(
            access_code.c.reserved_by.is_(None),
            access_code.c.reserved_by == user,
            access_code.c.reserved_until <= now,
        )
        held_until = await self._update(
            and_(access_code.c.id == code_id, live_code(now), free),
            access_code.c.reserved_until,
            reserved_by=user,
            reserved_until=until,
        )
        return held_until

    async def free(self, code_id: CodeId, user: TelegramUserId) -> None:
        # what was granted to this account alone stays held for it
        mine = and_(access_code.c.id == code_id, access_code.c.reserved_by == user, ~GRANTED)
        await self._update(mine, access_code.c.id, reserved_by=None, reserved_until=None)

    async def free_forgotten(self, *, now: datetime) -> int:
        forgotten = and_(
            access_code.c.school_id == self._school_id, access_code.c.reserved_until <= now, UNSPENT
        )
        query = update(access_code).where(forgotten).values(reserved_by=None, reserved_until=None)
        return (await self._connection.execute(query)).rowcount

    async def spend(
        self, code_id: CodeId, user: TelegramUserId, person_id: PersonId, *, now: datetime
    ) -> bool:
        held = and_(access_code.c.id == code_id, UNSPENT, _held_by(user, now))
        spent = await self._update(held, access_code.c.id, spent_at=now, spent_by_id=person_id)
        return spent is not None

    async def _update(self, where: ColumnElement[bool], returning: ColumnElement[Any], **values: Any) -> Any:
        query = update(access_code).where(where).values(**values).returning(returning)
        return await self._connection.scalar(query)

    async def all(
        self, *, now: datetime, student_id: StudentId | None = None, limit: int = 1000
    ) -> Sequence[CodeSummary]:
        query = select(*SUMMARY_COLUMNS).select_from(WITH_OWNER)
        query = query.where(access_code.c.school_id == self._school_id, access_code.c.person_id.is_(None))
        if student_id is not None:
            query = query.where(access_code.c.student_id == student_id)
        rows = await self._connection.execute(query.order_by(access_code.c.id.desc()).limit(limit))
        return [summary_of(row, now) for row in rows]

    async def count_failure(self, code_id: CodeId, *, burn_at: int, now: datetime) -> bool:
        failed = await self._update(
            and_(access_code.c.id == code_id, UNSPENT),
            access_code.c.failed_tries,
            failed_tries=access_code.c.failed_tries + 1,
        )
        if failed is None or failed < burn_at:
            return False
        await self._update(access_code.c.id == code_id, access_code.c.id, burned_at=now)
        return True
