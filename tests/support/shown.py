"""Messages that stand in a chat, as if delivery had sent what was queued for it."""

from sqlalchemy import insert, select, update

from diary.models.ids import BotId, ChatId, LinkId, MessageId, TelegramUserId
from diary.models.people import Account
from diary.models.talk import Author
from diary.services.signing import Tap
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import BOT, Chat

SPAN = 10
"""UTF-16 units that each item takes in the text."""


async def show(storage: SqlStorage, chat: Chat, *, number: int) -> MessageId:
    """Put all that is queued for a chat into one message of this Telegram number."""
    delivery = schema.delivery
    queued = select(delivery.c.id, delivery.c.version).where(
        delivery.c.mailbox_id == chat.mailbox, delivery.c.state == "queued"
    )
    async with storage.write() as uow:
        connection = uow._connection
        rows = (await connection.execute(queued.order_by(delivery.c.id))).all()
        assert rows, "nothing is on its way to this chat"
        message = {"mailbox_id": chat.mailbox, "telegram_message_id": number, "layout": "fresh"}
        query = insert(schema.message).values(**message, dirty=False, sent_at=MONDAY_NOON)
        message_id = await connection.scalar(query.returning(schema.message.c.id))
        for position, row in enumerate(rows, start=1):
            item = {"message_id": message_id, "delivery_id": row.id, "position": position}
            span = {"start": (position - 1) * SPAN, "end": position * SPAN}
            await connection.execute(insert(schema.message_item).values(**item, **span, revision=row.version))
        sent = update(delivery).where(delivery.c.id.in_([row.id for row in rows]))
        await connection.execute(sent.values(state="sent", sent_at=MONDAY_NOON))
        await uow.commit()
    return MessageId(int(message_id or 0))


async def dirty_messages(storage: SqlStorage) -> list[int]:
    query = select(schema.message.c.id).where(schema.message.c.dirty).order_by(schema.message.c.id)
    async with storage.read() as uow:
        return list((await uow._connection.scalars(query)).all())


async def account_of(storage: SqlStorage, chat: Chat) -> Account:
    async with storage.read() as uow:
        account = await uow.people.account(BOT, TelegramUserId(chat.user))
    assert account is not None
    return account


async def author_of(storage: SqlStorage, chat: Chat) -> Author:
    return Author(account=await account_of(storage, chat), bot_id=BotId(BOT), chat_id=ChatId(chat.user))


async def tap_of(storage: SqlStorage, chat: Chat, message_id: MessageId) -> Tap:
    account = await account_of(storage, chat)
    return Tap(account=account, message_id=message_id, bot_id=BotId(BOT), chat_id=ChatId(chat.user))


async def link_of(storage: SqlStorage, chat: Chat, student: int, role: str = "guardian") -> LinkId:
    """Return the newest right of this role that the chat's person has been given on a student."""
    theirs = {"person_id": chat.person, "student_id": student, "role": role}
    query = select(schema.link.c.id).filter_by(**theirs).order_by(schema.link.c.id.desc())
    async with storage.read() as uow:
        return LinkId((await uow._connection.scalars(query)).first() or 0)
