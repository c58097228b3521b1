"""What people write to each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Topic
from diary.models.ids import (
    BotId,
    ChatId,
    MessageId,
    PersonId,
    RelayId,
    SchoolId,
    StudentId,
    TelegramMessageId,
)
from diary.models.talk import Author, Direction, LastLetter, Letter, Relay, RelayState
from storage.repositories.relay_rows import (
    LETTER_COLUMNS,
    RELAY_COLUMNS,
    last_letters,
    relay_of,
    values_of_direction,
    values_of_letter,
)
from storage.schema import delivery, mailbox, message, message_item, relay

RECENT = 300
"""Letters looked through for conversations."""


class SqlRelays:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def at(self, bot_id: BotId, chat_id: ChatId, message_id: TelegramMessageId) -> Relay | None:
        return await self._one(
            relay.c.bot_id == bot_id, relay.c.chat_id == chat_id, relay.c.telegram_message_id == message_id
        )

    async def get(self, relay_id: RelayId) -> Relay | None:
        return await self._one(relay.c.id == relay_id)

    async def _one(self, *conditions: ColumnElement[bool]) -> Relay | None:
        found = await self._all(*conditions)
        return found[0] if found else None

    async def _all(self, *conditions: ColumnElement[bool]) -> Sequence[Relay]:
        query = select(*RELAY_COLUMNS).where(*conditions, relay.c.school_id == self._school_id)
        return [relay_of(row) for row in await self._connection.execute(query.order_by(relay.c.id))]

    async def album(self, bot_id: BotId, chat_id: ChatId, album: str) -> Sequence[Relay]:
        return await self._all(relay.c.bot_id == bot_id, relay.c.chat_id == chat_id, relay.c.album == album)

    async def add(
        self, author: Author, letter: Letter, direction: Direction | None, *, now: datetime
    ) -> Relay:
        query = insert(relay).values(
            school_id=self._school_id,
            bot_id=author.bot_id,
            chat_id=author.chat_id,
            sender_id=author.person_id,
            created_at=now,
            **values_of_letter(letter),
            **values_of_direction(direction, now),
        )
        row = (await self._connection.execute(query.returning(*RELAY_COLUMNS))).one()
        return relay_of(row)

    async def direct(
        self, relay_ids: Sequence[RelayId], direction: Direction, *, now: datetime
    ) -> Sequence[RelayId]:
        return await self._update(
            and_(relay.c.id.in_(relay_ids), relay.c.state == RelayState.OFFERED),
            **values_of_direction(direction, now),
        )

    async def retract(
        self, relay_ids: Sequence[RelayId], sender_id: PersonId, *, sent_after: datetime
    ) -> Sequence[RelayId]:
        mine = and_(
            relay.c.id.in_(relay_ids),
            relay.c.sender_id == sender_id,
            relay.c.state == RelayState.SENT,
            relay.c.sent_at > sent_after,
        )
        return await self._update(mine, state=RelayState.RETRACTED)

    async def _update(self, where: ColumnElement[bool], **values: Any) -> Sequence[RelayId]:
        query = update(relay).where(where).values(**values).returning(relay.c.id)
        return sorted(RelayId(key) for key in await self._connection.scalars(query))

    async def message_at(
        self, bot_id: BotId, chat_id: ChatId, message_id: TelegramMessageId
    ) -> MessageId | None:
        query = (
            select(message.c.id)
            .join(mailbox, mailbox.c.id == message.c.mailbox_id)
            .where(
                mailbox.c.bot_id == bot_id,
                mailbox.c.chat_id == chat_id,
                message.c.telegram_message_id == message_id,
            )
            .order_by(message.c.id.desc())
            .limit(1)
        )
        return await self._connection.scalar(query)

    async def shown(self, message_id: MessageId) -> Relay | None:
        subjects = (
            select(delivery.c.subject_id)
            .join(message_item, message_item.c.delivery_id == delivery.c.id)
            .where(message_item.c.message_id == message_id, delivery.c.topic == Topic.RELAY)
        )
        return await self._one(relay.c.id.in_(subjects))

    async def waiting(self, person_ids: Sequence[PersonId], *, office: bool) -> Sequence[Relay]:
        on_its_way = exists().where(delivery.c.topic == Topic.RELAY, delivery.c.subject_id == relay.c.id)
        return await self._all(relay.c.state == RelayState.SENT, _to(person_ids, office=office), ~on_its_way)

    async def wrote(
        self, sender_id: PersonId, recipient_id: PersonId, student_id: StudentId, *, office: bool
    ) -> bool:
        letters = await self._connection.scalar(
            select(relay.c.id)
            .where(
                relay.c.sender_id == sender_id,
                _to([recipient_id], office=office),
                relay.c.student_id == student_id,
                relay.c.state == RelayState.SENT,
            )
            .limit(1)
        )
        return letters is not None

    async def last_letters(self, person_id: PersonId, *, office: bool, limit: int) -> Sequence[LastLetter]:
        query = (
            select(*LETTER_COLUMNS)
            .where(
                or_(relay.c.sender_id == person_id, _to([person_id], office=office)),
                relay.c.state == RelayState.SENT,
                relay.c.student_id.is_not(None),
                relay.c.school_id == self._school_id,
            )
            .order_by(relay.c.id.desc())
            .limit(RECENT)
        )
        return last_letters(await self._connection.execute(query), person_id)[:limit]


def _to(person_ids: Sequence[PersonId], *, office: bool) -> ColumnElement[bool]:
    return or_(relay.c.recipient_id.in_(person_ids), relay.c.to_office if office else false())
