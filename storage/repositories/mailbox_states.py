"""Chats that block the bot, come back or move."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Lane, MailboxState, Topic
from diary.models.ids import BotId, ChatId, MailboxId, PersonId
from diary.models.people import Link, Student
from storage.repositories.delivery_rows import WAITING_STATES, live, missed
from storage.repositories.links import LINK_COLUMNS, link_of, live_link
from storage.repositories.students import load_students
from storage.repositories.wakes import Wakes
from storage.schema import delivery, destination, link, mailbox


class SqlMailboxStates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def mailbox(self, bot_id: BotId, chat_id: ChatId) -> MailboxId | None:
        query = select(mailbox.c.id).where(mailbox.c.bot_id == bot_id, mailbox.c.chat_id == chat_id)
        found = await self._connection.scalar(query)
        return None if found is None else MailboxId(found)

    async def hearing(self, mailbox_id: MailboxId) -> Sequence[PersonId]:
        query = select(destination.c.person_id).where(
            destination.c.mailbox_id == mailbox_id, destination.c.ended_at.is_(None)
        )
        return [PersonId(one) for one in await self._connection.scalars(query)]

    async def is_group(self, mailbox_id: MailboxId) -> bool:
        query = select(mailbox.c.private).where(mailbox.c.id == mailbox_id)
        return (await self._connection.scalar(query)) is False

    async def families(self, mailbox_id: MailboxId, *, now: datetime) -> Sequence[tuple[Link, Student]]:
        people = await self.hearing(mailbox_id)
        query = select(*LINK_COLUMNS).where(link.c.person_id.in_(people), live_link(now))
        rows = await self._connection.execute(query.order_by(link.c.student_id, link.c.id))
        links = [link_of(row) for row in rows]
        students = await load_students(self._connection, {one.student_id for one in links})
        return [(one, students[one.student_id]) for one in links if one.student_id in students]

    async def block(self, mailbox_id: MailboxId, *, now: datetime) -> bool:
        blocked = await self._connection.execute(
            update(mailbox)
            .where(mailbox.c.id == mailbox_id, mailbox.c.state == MailboxState.OPEN)
            .values(state=MailboxState.BLOCKED, blocked_at=now, due_at=None, lane=None)
            .returning(mailbox.c.id)
        )
        if blocked.scalar_one_or_none() is None:
            return False
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.mailbox_id == mailbox_id, live(), delivery.c.state.in_(WAITING_STATES))
            .values(state=DeliveryState.MISSED, started_at=now)
        )
        return True

    async def unblock(self, mailbox_id: MailboxId, *, now: datetime) -> dict[Topic, int] | None:
        opened = await self._connection.execute(
            update(mailbox)
            .where(mailbox.c.id == mailbox_id, mailbox.c.state == MailboxState.BLOCKED)
            .values(state=MailboxState.OPEN, due_at=now, lane=int(Lane.DIGEST), next_ok_at=None)
            .returning(mailbox.c.blocked_at)
        )
        row = opened.one_or_none()
        if row is None:
            return None
        lost = (
            select(delivery.c.topic, func.count())
            .where(
                delivery.c.mailbox_id == mailbox_id,
                missed(),
                delivery.c.started_at >= row.blocked_at,
            )
            .group_by(delivery.c.topic)
        )
        return {Topic(topic): count for topic, count in await self._connection.execute(lost)}

    async def move(self, mailbox_id: MailboxId, chat_id: ChatId, *, now: datetime) -> None:
        query = select(mailbox.c.bot_id).where(mailbox.c.id == mailbox_id)
        known = await self.mailbox(BotId((await self._connection.execute(query)).scalar_one()), chat_id)
        if known is None:
            moved = update(mailbox).where(mailbox.c.id == mailbox_id).values(chat_id=chat_id)
            await self._connection.execute(moved)
        elif known != mailbox_id:
            await self._merge(mailbox_id, known, now)

    async def _merge(self, old: MailboxId, new: MailboxId, now: datetime) -> None:
        """Move what is new to it to the mailbox that the supergroup got by writing first."""
        twin, hearer = delivery.alias(), destination.alias()
        has_it = select(twin.c.id).where(
            twin.c.mailbox_id == new,
            twin.c.topic == delivery.c.topic,
            twin.c.subject_id == delivery.c.subject_id,
            twin.c.version == delivery.c.version,
            twin.c.student_id == delivery.c.student_id,
        )
        queued = (delivery.c.mailbox_id == old, live())
        await self._connection.execute(
            update(delivery).where(*queued, ~has_it.exists()).values(mailbox_id=new)
        )
        await self._connection.execute(update(delivery).where(*queued).values(state=DeliveryState.CANCELLED))
        hears = select(hearer.c.id).where(
            hearer.c.mailbox_id == new,
            hearer.c.person_id == destination.c.person_id,
            hearer.c.ended_at.is_(None),
        )
        await self._connection.execute(
            delete(destination).where(destination.c.mailbox_id == old, hears.exists())
        )
        await self._connection.execute(
            update(destination).where(destination.c.mailbox_id == old).values(mailbox_id=new)
        )
        closed = {"state": MailboxState.CLOSED, "due_at": None, "lane": None}
        await self._connection.execute(update(mailbox).where(mailbox.c.id == old).values(**closed))
        wakes = Wakes(self._connection)
        wakes.wake(new, Lane.TALK, now)
        await wakes.flush()
