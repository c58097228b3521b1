"""How a request is read from its row, and the roster and rights that it is compared with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import SchoolId, StudentId
from diary.models.people import Name, Role
from diary.models.requests import Employee, Holder, Request, RequestKind, RequestState
from storage.repositories.links import LINK_COLUMNS, link_of, live_link
from storage.schema import account, link, request, staff

REQUESTS = select(
    request.c.id,
    request.c.kind,
    request.c.state,
    request.c.person_id,
    request.c.account_id,
    account.c.bot_id,
    account.c.telegram_user_id,
    account.c.ended_at,
    request.c.student_id,
    request.c.claims,
    request.c.reason,
    request.c.seen_in_person,
    request.c.code_id,
    request.c.sent_at,
    request.c.decided_at,
    request.c.decided_by_id,
).join(account, account.c.id == request.c.account_id)


def request_of(row: Sequence[Any]) -> Request:
    """Read what was selected as REQUESTS."""
    key, kind, state, person, account_id, bot, user, ended_at, student, claims, reason, seen, code, *times = (
        row
    )
    sent_at, decided_at, decided_by = times
    return Request(
        id=key,
        kind=RequestKind(kind),
        state=RequestState(state),
        person_id=person,
        account_id=account_id,
        bot_id=bot,
        user=user,
        account_is_live=ended_at is None,
        student_id=student,
        claims=claims,
        reason=reason,
        seen_in_person=seen,
        code_id=code,
        sent_at=sent_at,
        decided_at=decided_at,
        decided_by=decided_by,
    )


async def load_employees(connection: AsyncConnection, school_id: SchoolId) -> list[Employee]:
    reachable = exists().where(account.c.person_id == staff.c.person_id, account.c.ended_at.is_(None))
    columns = (staff.c.id, staff.c.person_id, staff.c.roles)
    names = (staff.c.family_name, staff.c.given_name, staff.c.patronymic)
    query = select(*columns, *names, reachable).where(
        staff.c.school_id == school_id, staff.c.removed_at.is_(None)
    )
    return [
        Employee(
            id=row[0],
            person_id=row[1],
            roles=frozenset(Role(role) for role in row[2]),
            name=Name(family_name=row[3], given_name=row[4], patronymic=row[5]),
            reachable=bool(row[6]),
        )
        for row in await connection.execute(query.order_by(staff.c.id))
    ]


async def load_holders(connection: AsyncConnection, student_id: StudentId, now: datetime) -> list[Holder]:
    reachable = exists().where(account.c.person_id == link.c.person_id, account.c.ended_at.is_(None))
    query = (
        select(*LINK_COLUMNS, reachable)
        .where(link.c.student_id == student_id, live_link(now))
        .order_by(link.c.id)
    )
    rows = await connection.execute(query)
    return [Holder(link=link_of(row[: len(LINK_COLUMNS)]), reachable=bool(row[-1])) for row in rows]
