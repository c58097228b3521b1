from datetime import timedelta

from sqlalchemy import select

from diary.models.ids import ChatId, TelegramUserId
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import BOT, Sample

WHERE = (BOT, ChatId(1), TelegramUserId(2))
EARLIER = MONDAY_NOON - timedelta(hours=1)


async def test_a_dialogue_is_kept_replaced_and_forgotten(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        assert await uow.conversations.get(*WHERE, since=EARLIER) == (None, {})
        await uow.conversations.put(*WHERE, "writing", {}, now=MONDAY_NOON)
        await uow.conversations.put(*WHERE, "writing", {"to": 5}, now=MONDAY_NOON)
        assert await uow.conversations.get(*WHERE, since=EARLIER) == ("writing", {"to": 5})
        assert await uow.conversations.get(*WHERE, since=MONDAY_NOON) == (None, {})
        await uow.conversations.put(*WHERE, None, {}, now=MONDAY_NOON)
        await uow.commit()

    async with storage.read() as uow:
        assert (await uow._connection.execute(select(schema.conversation))).all() == []
