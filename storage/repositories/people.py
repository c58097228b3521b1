"""Persons, accounts, chats and rights."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import MailboxState
from diary.models.ids import BotId, PersonId, SchoolId, StudentId, TelegramUserId
from diary.models.people import Account, Destination, Link, Recipient, Role
from storage.repositories.chunks import chunks
from storage.repositories.links import LINK_COLUMNS, heard_in_chat, link_of, live_link, scope_of
from storage.repositories.mailboxes import MAILBOX_COLUMNS, mailbox_of
from storage.schema import account, destination, link, mailbox, person, school_class, staff, staff_role
from storage.schema.types import Instant

HEARING = (MailboxState.OPEN, MailboxState.BLOCKED)
"""A blocked chat is told in one summary when it comes back, so it stays a recipient."""

ROLES = {role.value: role for role in Role}

_RECIPIENTS = (
    select(
        link.c.person_id,
        link.c.student_id,
        link.c.role,
        link.c.kinds,
        link.c.subjects,
        link.c.may_write,
        *MAILBOX_COLUMNS,
    )
    .join(destination, destination.c.person_id == link.c.person_id)
    .join(mailbox, mailbox.c.id == destination.c.mailbox_id)
    .where(
        link.c.student_id.in_(bindparam("students", expanding=True)),
        live_link(bindparam("now", type_=Instant)),
        heard_in_chat(),
        destination.c.ended_at.is_(None),
        mailbox.c.state.in_(HEARING),
    )
    .order_by(link.c.student_id, link.c.id, mailbox.c.id)
)


class SqlPeople:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def account(self, bot_id: BotId, telegram_user_id: TelegramUserId) -> Account | None:
        query = (
            select(account.c.id, account.c.person_id, account.c.locale, account.c.acting_role)
            .join(person, person.c.id == account.c.person_id)
            .where(
                account.c.bot_id == bot_id,
                account.c.telegram_user_id == telegram_user_id,
                account.c.ended_at.is_(None),
                person.c.school_id == self._school_id,
            )
        )
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Account(
            id=row.id,
            person_id=row.person_id,
            school_id=self._school_id,
            telegram_user_id=telegram_user_id,
            locale=row.locale,
            acting_role=None if row.acting_role is None else Role(row.acting_role),
        )

    async def links(self, person_id: PersonId, *, now: datetime) -> Sequence[Link]:
        query = (
            select(*LINK_COLUMNS)
            .where(link.c.person_id == person_id, live_link(now))
            .order_by(link.c.student_id, link.c.id)
        )
        return [link_of(row) for row in await self._connection.execute(query)]

    async def roles(self, person_id: PersonId, *, now: datetime) -> frozenset[Role]:
        query = union(
            select(link.c.role).where(link.c.person_id == person_id, live_link(now)),
            select(staff_role.c.role).where(
                staff_role.c.person_id == person_id, staff_role.c.revoked_at.is_(None)
            ),
        )
        return frozenset(Role(role) for role in await self._connection.scalars(query))

    async def leads_class(self, person_id: PersonId) -> bool:
        query = (
            select(school_class.c.id)
            .join(staff, and_(staff.c.id == school_class.c.class_teacher_id, staff.c.removed_at.is_(None)))
            .where(staff.c.person_id == person_id, school_class.c.removed_at.is_(None))
            .limit(1)
        )
        return await self._connection.scalar(query) is not None

    async def recipients(self, student_ids: Collection[StudentId], *, now: datetime) -> Sequence[Recipient]:
        found: list[Recipient] = []
        for part in chunks(student_ids):
            found += await self._recipients(part, now)
        return found

    async def _recipients(self, student_ids: list[StudentId], now: datetime) -> list[Recipient]:
        rows = await self._connection.execute(_RECIPIENTS, {"students": student_ids, "now": now})
        return [
            Recipient(
                person_id=row[0],
                student_id=row[1],
                role=ROLES[row[2]],
                scope=scope_of(row[3], row[4], row[5]),
                mailbox=mailbox_of(row[6:]),
            )
            for row in rows
        ]

    async def destinations(self, person_ids: Collection[PersonId]) -> Sequence[Destination]:
        found: list[Destination] = []
        for part in chunks(person_ids):
            query = (
                select(destination.c.person_id, *MAILBOX_COLUMNS)
                .join(mailbox, mailbox.c.id == destination.c.mailbox_id)
                .where(
                    destination.c.person_id.in_(part),
                    destination.c.ended_at.is_(None),
                    mailbox.c.state.in_(HEARING),
                )
                .order_by(destination.c.person_id, mailbox.c.id)
            )
            rows = await self._connection.execute(query)
            found += [Destination(person_id=row[0], mailbox=mailbox_of(row[1:])) for row in rows]
        return found

    async def office(self) -> Sequence[PersonId]:
        query = (
            select(staff_role.c.person_id)
            .join(person, person.c.id == staff_role.c.person_id)
            .where(
                staff_role.c.role == Role.OFFICE,
                staff_role.c.revoked_at.is_(None),
                person.c.school_id == self._school_id,
            )
            .order_by(staff_role.c.person_id)
        )
        return (await self._connection.scalars(query)).all()
