"""What siblings share is one message; it is mended also when the chat may hear of one of them only."""

import pytest

from diary.models.ids import StudentId
from diary.services.acknowledgement import AcknowledgementService
from diary.services.delegation.ending import end_rights
from storage import schema
from tests.delivery.support import Engine, Telegram
from tests.support.clock import FrozenClock
from tests.support.journal import homework, rows
from tests.support.sample import Sample
from tests.support.shown import tap_of


@pytest.mark.parametrize("child", ["petr", "masha"])
async def test_what_siblings_share_is_mended_for_the_one_of_whom_the_chat_still_hears(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, child: str
) -> None:
    await running.push(homework("h1", "§ 12"))
    await running.later(seconds=20)
    shared = await telegram.wait_for(sample.mother, "§ 12")
    await running.settled()
    await end_right(running, sample, sample.masha if child == "petr" else sample.petr)

    await running.push(homework("h1", "§ 13"))
    await running.settled()
    await running.later(seconds=20)
    await telegram.wait_for(sample.mother, "изменено")
    await running.settled()

    (mended, *_) = await telegram.messages(sample.mother)
    assert mended["message_id"] == shared["message_id"]
    assert "§ 13" in mended["text"]
    assert ("Пётр" in mended["text"], "Маша" in mended["text"]) == (child == "petr", child == "masha")


async def test_a_signature_shows_where_one_of_two_siblings_is_not_to_be_seen_any_more(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    await running.push(homework("h1", "§ 12"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.mother, "§ 12")
    await running.settled()
    await end_right(running, sample, sample.masha)

    mailbox = sample.mother.mailbox
    (message,) = [one for one in await rows(running.storage, schema.message) if one.mailbox_id == mailbox]
    tap = await tap_of(running.storage, sample.mother, message.id)
    signed = await AcknowledgementService(storage=running.storage, clock=clock).sign(tap)
    await running.settled()

    assert [one.id for one in signed.students] == [sample.petr]
    (shown,) = await telegram.messages(sample.mother)
    assert "подписано" in shown["text"]
    assert "✍️" not in str(shown.get("reply_markup"))


async def end_right(running: Engine, sample: Sample, student: StudentId) -> None:
    """End what the mother sees of one of her two children."""
    async with running.storage.write() as uow:
        links = await uow.people.links(sample.mother.person, now=running.clock.now())
        ended = [one for one in links if one.student_id == student]
        await end_rights(uow, running.timing, ended, why="a test", by=None, now=running.clock.now())
        await uow.commit()
