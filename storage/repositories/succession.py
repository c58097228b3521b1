"""How a person's account ends, and another takes its place."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Lane
from diary.models.ids import MailboxId, PersonId, TelegramUserId
from storage.repositories.delivery_rows import live, missed
from storage.repositories.wakes import Wakes
from storage.schema import account, delivery, destination, mailbox

OF_THE_CHAT = frozenset(
    {"id", "bot_id", "chat_id", "private", "state", "lane", "due_at", "next_ok_at", "blocked_at", "wake_seq"}
)
SETTINGS = tuple(column for column in mailbox.c if column.name not in OF_THE_CHAT)
"""What people have chosen for themselves, and keep in another chat."""
OF_THE_ACCOUNT = (account.c.locale, account.c.acting_role)
"""The same, as it stands with the account."""


class SqlSuccession:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def end_accounts(
        self, person_id: PersonId, *, groups: bool, now: datetime, but: TelegramUserId | None = None
    ) -> Sequence[MailboxId]:
        accounts = [account.c.person_id == person_id, account.c.ended_at.is_(None)]
        places = [destination.c.person_id == person_id, destination.c.ended_at.is_(None)]
        heard = select(mailbox.c.id, mailbox.c.private).where(mailbox.c.id == destination.c.mailbox_id)
        if but is not None:
            accounts.append(account.c.telegram_user_id != but)
            heard = heard.where(mailbox.c.chat_id != but)
        if not groups:
            heard = heard.where(mailbox.c.private)
        await self._connection.execute(update(account).where(*accounts).values(ended_at=now))
        ended = (
            update(destination)
            .where(*places, heard.exists())
            .values(ended_at=now)
            .returning(destination.c.mailbox_id)
        )
        boxes = (await self._connection.scalars(ended)).all()
        private = select(mailbox.c.id).where(mailbox.c.id.in_(boxes), mailbox.c.private)
        return [MailboxId(key) for key in await self._connection.scalars(private.order_by(mailbox.c.id))]

    async def left_at(self, person_id: PersonId) -> datetime | None:
        theirs = account.c.person_id == person_id, account.c.ended_at.is_not(None)
        query = select(account.c.ended_at).where(*theirs).order_by(account.c.ended_at.desc()).limit(1)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def withhold_queue(self, mailbox_ids: Collection[MailboxId], *, now: datetime) -> None:
        await self._end_queue(mailbox_ids, state=DeliveryState.MISSED, started_at=now)

    async def _end_queue(self, mailbox_ids: Collection[MailboxId], **values: object) -> None:
        queued = delivery.c.mailbox_id.in_(mailbox_ids), live(), delivery.c.state == DeliveryState.QUEUED
        await self._connection.execute(update(delivery).where(*queued).values(**values))

    async def inherit(
        self, person_id: PersonId, mailbox_id: MailboxId, ended: Collection[MailboxId], *, now: datetime
    ) -> None:
        await self._keep_settings(person_id, mailbox_id)
        await self._move_queue(person_id, ended, mailbox_id, now)
        await self._hear_in_groups_again(person_id)

    async def _keep_settings(self, person_id: PersonId, mailbox_id: MailboxId) -> None:
        last = (
            select(*SETTINGS)
            .join(destination, destination.c.mailbox_id == mailbox.c.id)
            .where(destination.c.person_id == person_id, mailbox.c.private, mailbox.c.id != mailbox_id)
            .order_by(destination.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(last)).mappings().first()
        if row is not None:
            kept = update(mailbox).where(mailbox.c.id == mailbox_id).values(**row)
            await self._connection.execute(kept)
        theirs = account.c.person_id == person_id
        former = (
            select(*OF_THE_ACCOUNT)
            .where(theirs, account.c.ended_at.is_not(None))
            .order_by(account.c.ended_at.desc(), account.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(former)).mappings().first()
        if row is not None:
            going_on = update(account).where(theirs, account.c.ended_at.is_(None))
            await self._connection.execute(going_on.values(**row))

    async def _move_queue(
        self, person_id: PersonId, ended: Collection[MailboxId], mailbox_id: MailboxId, now: datetime
    ) -> None:
        twin = delivery.alias()
        has_it = select(twin.c.id).where(
            twin.c.mailbox_id == mailbox_id,
            twin.c.topic == delivery.c.topic,
            twin.c.subject_id == delivery.c.subject_id,
            twin.c.version == delivery.c.version,
            twin.c.student_id == delivery.c.student_id,
        )
        queued = and_(delivery.c.mailbox_id.in_(ended), live(), delivery.c.state == DeliveryState.QUEUED)
        moved = update(delivery).where(queued, ~has_it.exists()).values(mailbox_id=mailbox_id)
        await self._connection.execute(moved)
        await self._end_queue(ended, state=DeliveryState.CANCELLED)
        with_an_account = select(account.c.ended_at).where(account.c.person_id == person_id)
        former = select(destination.c.mailbox_id).where(destination.c.person_id == person_id)
        withheld = and_(
            delivery.c.mailbox_id.in_(former),
            missed(),
            delivery.c.started_at.in_(with_an_account),
        )
        await self._connection.execute(
            update(delivery)
            .where(withheld, ~has_it.exists())
            .values(mailbox_id=mailbox_id, state=DeliveryState.QUEUED, started_at=None)
        )
        wakes = Wakes(self._connection)
        wakes.wake(mailbox_id, Lane.TALK, now)
        await wakes.flush()

    async def _hear_in_groups_again(self, person_id: PersonId) -> None:
        other = destination.alias()
        with_an_account = select(account.c.ended_at).where(
            account.c.person_id == person_id, account.c.ended_at.is_not(None)
        )
        groups = select(mailbox.c.id).where(~mailbox.c.private)
        hears = exists().where(
            other.c.mailbox_id == destination.c.mailbox_id,
            other.c.person_id == person_id,
            other.c.ended_at.is_(None),
        )
        await self._connection.execute(
            update(destination)
            .where(
                destination.c.person_id == person_id,
                destination.c.ended_at.in_(with_an_account),
                destination.c.mailbox_id.in_(groups),
                ~hears,
            )
            .values(ended_at=None)
        )
