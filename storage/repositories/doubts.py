"""What is in doubt when a process died or an answer was lost."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, case, false, func, literal, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Delivery, DeliveryState, Lane, Topic
from diary.models.ids import BotId, ChatId, MessageId, TelegramMessageId
from storage.repositories.chunks import chunks
from storage.repositories.delivery_rows import COLUMNS, live, to_delivery
from storage.repositories.wakes import Wakes
from storage.schema import delivery, mailbox, message, message_item
from storage.schema.types import Instant


class SqlDoubts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def abandon(self, bot_id: BotId, *, limit: int, now: datetime) -> Sequence[Delivery]:
        query = (
            select(*COLUMNS, delivery.c.attempt_id)
            .join(mailbox, mailbox.c.id == delivery.c.mailbox_id)
            .where(mailbox.c.bot_id == bot_id, live(), delivery.c.state == DeliveryState.SENDING)
            .order_by(delivery.c.id)
        )
        rows = (await self._connection.execute(query.with_for_update(of=delivery, key_share=True))).all()
        for portion in chunks(rows, 1_000):
            await self._doubt([row[0] for row in portion], [row[-1] for row in portion], limit, now)
        wakes = Wakes(self._connection)
        for row in rows:
            wakes.wake(row[1], Lane(row[6]), now)
        await wakes.flush()
        found = [to_delivery(row) for row in rows]
        return [one for one in found if one.attempts + 1 >= limit and one.topic is not Topic.DIGEST]

    async def _doubt(
        self, delivery_ids: list[int], message_ids: list[int], limit: int, now: datetime
    ) -> None:
        hopeless = or_(delivery.c.attempts + 1 >= limit, delivery.c.topic == Topic.DIGEST)
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(delivery_ids))
            .values(
                state=case((hopeless, DeliveryState.DEAD), else_=DeliveryState.UNKNOWN),
                attempts=delivery.c.attempts + 1,
                due_at=now,
            )
        )
        await self._connection.execute(
            update(message)
            .where(
                message.c.id.in_(message_ids),
                message.c.telegram_message_id.is_(None),
                message.c.deleted_at.is_(None),
            )
            .values(deleted_at=now)
        )

    async def start_over(self, message_id: MessageId, *, now: datetime) -> None:
        shown = select(message_item.c.delivery_id).where(message_item.c.message_id == message_id)
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(shown), delivery.c.state == DeliveryState.SENT)
            .values(state=DeliveryState.QUEUED, due_at=now)
        )
        await self._connection.execute(
            update(message).where(message.c.id == message_id).values(deleted_at=now, dirty=false())
        )

    async def settle_by_tap(
        self,
        message_id: MessageId,
        bot_id: BotId,
        chat_id: ChatId,
        *,
        now: datetime,
        telegram_message_id: TelegramMessageId | None = None,
    ) -> bool:
        here = select(mailbox.c.id).where(mailbox.c.bot_id == bot_id, mailbox.c.chat_id == chat_id)
        query = (
            update(message)
            .where(message.c.id == message_id, message.c.mailbox_id.in_(here))
            .values(
                telegram_message_id=func.coalesce(
                    message.c.telegram_message_id, literal(telegram_message_id, BigInteger)
                ),
                sent_at=func.coalesce(message.c.sent_at, literal(now, Instant), type_=Instant),
                deleted_at=null(),
            )
        )
        if await self._connection.scalar(query.returning(message.c.id)) is None:
            return False
        shown = select(message_item.c.delivery_id).where(message_item.c.message_id == message_id)
        doubtful = (DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.DEAD)
        await self._connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(shown), delivery.c.state.in_(doubtful))
            .values(state=DeliveryState.SENT, sent_at=now)
        )
        return True
