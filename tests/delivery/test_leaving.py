"""Who withdraws or erases while something is on its way to them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.privacy import PrivacyService
from storage import schema
from tests.delivery.support import Engine, Telegram
from tests.support.journal import grade
from tests.support.sample import Chat, Sample
from tests.support.shown import account_of


@pytest.fixture
def privacy(running: Engine, school: School) -> PrivacyService:
    timing = Timing(school=school, coalesce=timedelta(), hold=timedelta())
    return PrivacyService(storage=running.storage, clock=running.clock, timing=timing)


async def states(running: Engine, chat: Chat) -> list[str]:
    query = select(schema.delivery.c.state).where(schema.delivery.c.mailbox_id == chat.mailbox)
    async with running.storage.read() as uow:
        return list(await uow._connection.scalars(query.order_by(schema.delivery.c.id)))


@pytest.mark.parametrize("erased", [True, False])
async def test_what_waits_for_who_has_left_is_never_sent(
    running: Engine, telegram: Telegram, sample: Sample, privacy: PrivacyService, *, erased: bool
) -> None:
    await running.push(grade())
    mother = await account_of(running.storage, sample.mother)
    await (privacy.erase if erased else privacy.withdraw)(mother)

    await running.later(seconds=20)
    await telegram.wait_for(sample.father, "Алгебра")
    await running.settled()

    assert await telegram.calls(sample.mother) == []
    assert await states(running, sample.mother) == ["cancelled"]


async def test_what_was_in_flight_at_an_erasure_leaves_no_number_behind(
    running: Engine, telegram: Telegram, sample: Sample, privacy: PrivacyService
) -> None:
    await telegram.fault("slow", seconds=600, chat_id=sample.mother.user, times=1)
    await running.push(grade())
    await running.later(seconds=20)
    await running.until_in_flight(sample.mother.mailbox)

    await privacy.erase(await account_of(running.storage, sample.mother))
    await telegram.wait_for(sample.mother, "Алгебра")
    await telegram.no_faults()
    await running.settled()

    assert await states(running, sample.mother) == ["cancelled"]
    message, mailbox = schema.message, schema.mailbox
    async with running.storage.read() as uow:
        number = select(message.c.telegram_message_id).where(message.c.mailbox_id == sample.mother.mailbox)
        assert set(await uow._connection.scalars(number)) == {None}
        chat = select(mailbox.c.chat_id, mailbox.c.due_at).where(mailbox.c.id == sample.mother.mailbox)
        chat_id, due_at = (await uow._connection.execute(chat)).one()
    assert (chat_id < -(2**52), due_at) == (True, None)


async def test_a_correction_does_not_reach_into_the_chat_of_who_has_erased(
    running: Engine, telegram: Telegram, sample: Sample, privacy: PrivacyService
) -> None:
    await running.push(grade(value="2"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.mother, "Алгебра")
    await running.settled()
    await privacy.erase(await account_of(running.storage, sample.mother))

    await running.push(grade(value="5"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.father, "стало 5")
    await running.settled()

    assert [method for method, _ in await telegram.calls(sample.mother)] == ["sendMessage"]
