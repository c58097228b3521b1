"""How persons come in: new accounts, their chats, and rights given to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import GradesWhen, MailboxState
from diary.models.ids import AccountId, BotId, ChatId, MailboxId, PersonId, SchoolId, TelegramUserId
from diary.models.people import Destination, NewLink, NewStaffRole, Role
from storage.repositories.delegation_rows import kinds_of, subjects_of
from storage.repositories.links import live_link
from storage.repositories.mailboxes import MAILBOX_COLUMNS, mailbox_of
from storage.repositories.merging import merge_persons
from storage.repositories.upsert import insert_new, upsert
from storage.schema import account, destination, link, mailbox, person, staff_role

SETTINGS = ("locale", "quiet_start", "quiet_end", "grades_when")
"""What a chat has set for itself."""


class SqlAccounts:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def add_person(self, *, now: datetime) -> PersonId:
        return PersonId(await self._add(person, school_id=self._school_id, created_at=now))

    async def add(
        self, person_id: PersonId, bot_id: BotId, user: TelegramUserId, *, locale: str, now: datetime
    ) -> AccountId:
        values = {"person_id": person_id, "bot_id": bot_id, "telegram_user_id": user}
        return AccountId(await self._add(account, **values, locale=locale, created_at=now))

    async def open_mailbox(self, bot_id: BotId, chat_id: ChatId, *, private: bool, locale: str) -> MailboxId:
        query = (
            upsert(self._connection, mailbox)
            .values(bot_id=bot_id, chat_id=chat_id, private=private, state=MailboxState.OPEN, locale=locale)
            .on_conflict_do_update(
                index_elements=[mailbox.c.bot_id, mailbox.c.chat_id], set_={"state": MailboxState.OPEN}
            )
            .returning(mailbox.c.id)
        )
        return MailboxId((await self._connection.execute(query)).scalar_one())

    async def add_destination(self, person_id: PersonId, mailbox_id: MailboxId, *, now: datetime) -> None:
        await self._add_new(destination, person_id=person_id, mailbox_id=mailbox_id, created_at=now)

    async def end_destination(self, person_id: PersonId, mailbox_id: MailboxId, *, now: datetime) -> bool:
        hearing = (
            destination.c.person_id == person_id,
            destination.c.mailbox_id == mailbox_id,
            destination.c.ended_at.is_(None),
        )
        query = update(destination).where(*hearing).values(ended_at=now).returning(destination.c.id)
        return await self._connection.scalar(query) is not None

    async def end_idle_groups(self, *, now: datetime) -> Sequence[Destination]:
        guards = exists().where(
            link.c.person_id == destination.c.person_id, link.c.role == Role.GUARDIAN, live_link(now)
        )
        groups = select(mailbox.c.id).where(~mailbox.c.private)
        idle = (destination.c.ended_at.is_(None), destination.c.mailbox_id.in_(groups), ~guards)
        ended = update(destination).where(*idle).values(ended_at=now)
        rows = await self._connection.execute(
            ended.returning(destination.c.mailbox_id, destination.c.person_id)
        )
        linkers: dict[int, PersonId] = {row[0]: PersonId(row[1]) for row in rows}
        hears = exists().where(destination.c.mailbox_id == mailbox.c.id, destination.c.ended_at.is_(None))
        silent = mailbox.c.id.in_(sorted(linkers)), mailbox.c.state == MailboxState.OPEN, ~hears
        found = await self._connection.execute(select(*MAILBOX_COLUMNS).where(*silent).order_by(mailbox.c.id))
        return [Destination(person_id=linkers[row[0]], mailbox=mailbox_of(row)) for row in found]

    async def copy_settings(self, source: MailboxId, target: MailboxId) -> None:
        own = select(*(mailbox.c[name] for name in SETTINGS)).where(mailbox.c.id == source)
        row = (await self._connection.execute(own)).one()
        query = update(mailbox).where(mailbox.c.id == target).values(dict(zip(SETTINGS, row, strict=True)))
        await self._connection.execute(query)

    async def add_link(self, new: NewLink, *, now: datetime) -> bool:
        return await self._add_new(
            link,
            person_id=new.person_id,
            student_id=new.student_id,
            role=new.role,
            label=new.label,
            kinds=kinds_of(new.scope),
            subjects=subjects_of(new.scope),
            may_write=new.scope.may_write,
            granted_by_id=new.granted_by,
            valid_until=new.valid_until,
            end_told_for=new.end_told_for,
            code_id=new.code_id,
            consent_id=new.consent_id,
            created_at=now,
        )

    async def add_staff_role(self, role: NewStaffRole, *, now: datetime) -> bool:
        added = await self._add_new(
            staff_role,
            person_id=role.person_id,
            staff_id=role.staff_id,
            role=role.role,
            code_id=role.code_id,
            consent_id=role.consent_id,
            created_at=now,
        )
        if not added and role.staff_id is not None:
            await self._name_holder(role)
        return added

    async def _name_holder(self, role: NewStaffRole) -> None:
        """Tie a role that no roster named to the employee who has it, so that it ends with the job."""
        nobodys = (staff_role.c.staff_id.is_(None), staff_role.c.revoked_at.is_(None))
        held = (staff_role.c.person_id == role.person_id, staff_role.c.role == role.role)
        await self._connection.execute(
            update(staff_role).where(*held, *nobodys).values(staff_id=role.staff_id)
        )

    async def merge(self, source: PersonId, target: PersonId, *, now: datetime) -> None:
        await merge_persons(self._connection, source, target, now)

    async def set_locale(self, account_id: AccountId, mailbox_id: MailboxId, locale: str) -> None:
        for table, key in ((account, account_id), (mailbox, mailbox_id)):
            await self._connection.execute(update(table).where(table.c.id == key).values(locale=locale))

    async def set_acting_role(self, account_id: AccountId, role: Role) -> None:
        query = update(account).where(account.c.id == account_id).values(acting_role=role)
        await self._connection.execute(query)

    async def set_grades_when(self, mailbox_id: MailboxId, when: GradesWhen) -> None:
        query = update(mailbox).where(mailbox.c.id == mailbox_id).values(grades_when=when)
        await self._connection.execute(query)

    async def _add(self, table: Table, **values: object) -> int:
        query = insert(table).values(**values).returning(table.c.id)
        return int((await self._connection.execute(query)).scalar_one())

    async def _add_new(self, table: Table, **values: object) -> bool:
        query = insert_new(self._connection, table).values(**values).returning(table.c.id)
        return await self._connection.scalar(query) is not None
