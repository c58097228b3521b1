"""What people ask the school for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import AccountId, CodeId, PersonId, RequestId, SchoolId, StudentId
from diary.models.people import Student
from diary.models.requests import (
    UNDECIDED,
    Claims,
    Employee,
    Holder,
    NewRequest,
    Request,
    RequestKind,
    RequestState,
)
from storage.repositories.request_rows import REQUESTS, load_employees, load_holders, request_of
from storage.repositories.students import load_students
from storage.schema import (
    access_code,
    account,
    consent,
    link,
    notice,
    person,
    request,
    staff,
    staff_role,
    student,
)

UNDECIDED_STATES = sorted(UNDECIDED)
DECIDED_STATES = sorted(set(RequestState) - UNDECIDED)


class SqlRequests:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def lock_account(self, account_id: AccountId) -> None:
        query = select(account.c.id).where(account.c.id == account_id).with_for_update()
        await self._connection.execute(query)

    async def add(self, new: NewRequest, *, now: datetime) -> RequestId:
        query = insert(request).values(
            school_id=self._school_id,
            kind=new.kind,
            state=RequestState.OPEN,
            person_id=new.person_id,
            account_id=new.account_id,
            student_id=new.student_id,
            claims=dict(new.claims),
            seen_in_person=False,
            created_at=now,
            sent_at=now,
        )
        return RequestId((await self._connection.execute(query.returning(request.c.id))).scalar_one())

    async def get(self, request_id: RequestId) -> Request | None:
        query = REQUESTS.where(request.c.id == request_id, request.c.school_id == self._school_id)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else request_of(row)

    async def undecided_of(
        self, account_id: AccountId, kind: RequestKind | None = None, student_id: StudentId | None = None
    ) -> Sequence[Request]:
        conditions = [request.c.account_id == account_id, request.c.state.in_(UNDECIDED_STATES)]
        if kind is not None:
            conditions += [request.c.kind == kind, request.c.student_id == student_id]
        rows = await self._connection.execute(REQUESTS.where(*conditions).order_by(request.c.id))
        return [request_of(row) for row in rows]

    async def granted_to(self, account_id: AccountId, *, now: datetime) -> Sequence[CodeId]:
        query = (
            select(access_code.c.id)
            .join(request, request.c.code_id == access_code.c.id)
            .join(account, account.c.id == request.c.account_id)
            .where(
                request.c.account_id == account_id,
                request.c.state == RequestState.APPROVED,
                access_code.c.reserved_by == account.c.telegram_user_id,
                access_code.c.expires_at > now,
                access_code.c.spent_at.is_(None),
                access_code.c.revoked_at.is_(None),
                access_code.c.burned_at.is_(None),
            )
            .order_by(access_code.c.id)
        )
        return [CodeId(key) for key in await self._connection.scalars(query)]

    async def asked_since(self, account_id: AccountId, moment: datetime) -> int:
        query = select(func.count()).where(request.c.account_id == account_id, request.c.created_at > moment)
        return int(await self._connection.scalar(query) or 0)

    async def page(self, states: Collection[RequestState], *, offset: int, limit: int) -> Sequence[Request]:
        query = REQUESTS.where(self._in(states)).order_by(request.c.sent_at, request.c.id)
        rows = await self._connection.execute(query.offset(offset).limit(limit))
        return [request_of(row) for row in rows]

    async def count(self, states: Collection[RequestState]) -> int:
        return int(await self._connection.scalar(select(func.count()).where(self._in(states))) or 0)

    async def send_again(self, request_id: RequestId, claims: Claims, *, now: datetime) -> bool:
        return await self._change(
            and_(request.c.id == request_id, request.c.state == RequestState.ASKED_BACK),
            state=RequestState.OPEN,
            claims=dict(claims),
            sent_at=now,
            chased_at=None,
        )

    async def ask_back(self, request_id: RequestId, claims: Claims, *, by: PersonId, now: datetime) -> bool:
        return await self._change(
            and_(request.c.id == request_id, request.c.state == RequestState.OPEN),
            state=RequestState.ASKED_BACK,
            claims=dict(claims),
            sent_at=now,
            decided_by_id=by,
        )

    async def decide(
        self,
        request_id: RequestId,
        state: RequestState,
        *,
        now: datetime,
        by: PersonId | None = None,
        reason: str | None = None,
        code_id: CodeId | None = None,
    ) -> bool:
        values = {"decided_at": now, "decided_by_id": by, "reason": reason, "code_id": code_id}
        return await self._change(_undecided(request_id), state=state, **values)

    async def set_seen(self, request_id: RequestId, *, seen: bool) -> bool:
        return await self._change(_undecided(request_id), seen_in_person=seen)

    async def give_code(self, request_id: RequestId, code_id: CodeId) -> bool:
        approved = request.c.state == RequestState.APPROVED
        return await self._change(
            and_(request.c.id == request_id, approved, request.c.code_id.is_(None)), code_id=code_id
        )

    async def _change(self, which: ColumnElement[bool], **values: object) -> bool:
        query = update(request).where(which, request.c.school_id == self._school_id).values(**values)
        return await self._connection.scalar(query.returning(request.c.id)) is not None

    async def students(self) -> Sequence[Student]:
        query = select(student.c.id).where(
            student.c.school_id == self._school_id, student.c.removed_at.is_(None)
        )
        found = await load_students(self._connection, (await self._connection.scalars(query)).all())
        return list(found.values())

    async def employees(self) -> Sequence[Employee]:
        return await load_employees(self._connection, self._school_id)

    async def holders(self, student_id: StudentId, *, now: datetime) -> Sequence[Holder]:
        return await load_holders(self._connection, student_id, now)

    async def unanswered(self, *, sent_before: datetime) -> Sequence[RequestId]:
        query = select(request.c.id).where(
            self._in({RequestState.OPEN}), request.c.sent_at <= sent_before, request.c.chased_at.is_(None)
        )
        return [RequestId(key) for key in await self._connection.scalars(query.order_by(request.c.id))]

    async def mark_chased(self, request_ids: Collection[RequestId], *, now: datetime) -> int:
        query = (
            update(request)
            .where(request.c.id.in_(request_ids), request.c.chased_at.is_(None))
            .values(chased_at=now)
            .returning(request.c.id)
        )
        return len((await self._connection.scalars(query)).all())

    async def abandoned(self, *, before: datetime) -> Sequence[PersonId]:
        recent = exists().where(consent.c.person_id == person.c.id, consent.c.given_at > before)
        mentioned = [
            exists().where(table.c.person_id == person.c.id) for table in (link, staff_role, staff, request)
        ]
        applied = exists().where(account.c.person_id == person.c.id, account.c.created_at <= before)
        query = select(person.c.id).where(
            person.c.school_id == self._school_id,
            person.c.erased_at.is_(None),
            applied,
            ~recent,
            *(~one for one in mentioned),
        )
        return [PersonId(key) for key in await self._connection.scalars(query.order_by(person.c.id))]

    async def erase(self, *, before: datetime) -> int:
        past = or_(
            and_(request.c.state.in_(DECIDED_STATES), request.c.decided_at <= before),
            and_(request.c.state == RequestState.ASKED_BACK, request.c.sent_at <= before),
        )
        gone = delete(request).where(past, request.c.school_id == self._school_id)
        askers = set((await self._connection.scalars(gone.returning(request.c.person_id))).all())
        # their answers quote what was asked and why it was refused
        told = notice.c.person_id.in_(askers) & notice.c.what.startswith("request_")
        await self._connection.execute(delete(notice).where(told, notice.c.created_at <= before))
        return len(askers)

    def _in(self, states: Collection[RequestState]) -> ColumnElement[bool]:
        return and_(request.c.school_id == self._school_id, request.c.state.in_(sorted(states)))


def _undecided(request_id: RequestId) -> ColumnElement[bool]:
    return and_(request.c.id == request_id, request.c.state.in_(UNDECIDED_STATES))
