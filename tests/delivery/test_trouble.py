import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramRetryAfter
from sqlalchemy import update

from delivery.methods import SendText
from delivery.middleware import PaceMiddleware
from delivery.pacing import Pacer
from delivery.session import DeliverySession
from diary.models.ids import BotId, ChatId, MessageId
from diary.ports import Storage, UnitOfWork
from diary.services.mailboxes import MailboxesService
from storage import schema
from tests.delivery.support import BOT, BOT_TOKEN, Engine, Telegram, days_ago, hang_up, hurried
from tests.support.journal import grade
from tests.support.sample import Sample


async def test_a_flood_limit_is_obeyed_and_counts_for_nothing(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.fault("429", method="sendMessage", seconds=1, times=1)
    await running.push(grade())
    await running.later(seconds=20)
    await telegram.client.wait_for_request("sendMessage", lambda one: one["status"] == 429)
    await telegram.client.set_faults()
    await _go_on(running)

    assert await running.states() == ["sent"] * 3
    for chat in (sample.mother, sample.father, sample.tutor):
        (text,) = await telegram.texts(chat)
        assert "повторно" not in text


async def test_what_may_have_arrived_is_repeated_and_says_so(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.fault("lost", method="sendMessage", chat_id=sample.father.user, times=1)
    await running.push(grade())
    await running.later(seconds=20)
    await telegram.wait_for(sample.father, "Алгебра")
    await _go_on(running)

    await running.settled()
    first, second = await telegram.texts(sample.father)
    assert "повторно" not in first
    assert "повторно" in second.splitlines()[0]
    assert await running.states() == ["sent"] * 3


async def test_after_the_third_lost_answer_it_is_given_up_and_the_office_is_told(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.fault("5xx", method="sendMessage", chat_id=sample.father.user)
    await running.push(grade())
    await running.later(seconds=20)
    for _ in range(3):
        await _go_on(running)

    await telegram.wait_for(sample.office, "")
    await running.settled()
    assert sorted(await running.states()) == ["dead", "sent", "sent", "sent"]
    assert await telegram.texts(sample.father) == []


async def test_a_tap_proves_that_it_arrived(running: Engine, telegram: Telegram, sample: Sample) -> None:
    await telegram.fault("lost", method="sendMessage", chat_id=sample.father.user, times=1)
    await running.push(grade())
    await running.later(seconds=20)
    message = await telegram.wait_for(sample.father, "Алгебра")
    await running.settled()
    assert sorted(await running.states()) == ["sent", "sent", "unknown"]
    number = MessageId(int(message["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]))
    async with running.storage.write() as uow:
        await uow.dispatch.settle_by_tap(
            number,
            BotId(BOT),
            ChatId(sample.father.user),
            now=running.clock.now(),
            telegram_message_id=message["message_id"],
        )
        await uow.commit()
    await _go_on(running)

    assert await running.states() == ["sent"] * 3
    assert len(await telegram.texts(sample.father)) == 1
    await running.push(grade(details={"work": "диктант"}))
    await telegram.wait_for(sample.father, "диктант")


async def test_a_chat_that_blocks_the_bot_misses_its_queue_and_the_office_is_told(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.client.block(BOT, sample.father.user)
    await running.push(grade("g1"), grade("g2", day=days_ago(1)))
    await running.later(seconds=20)

    await telegram.wait_for(sample.office, "")
    await running.settled()
    assert sorted(await running.states()).count("missed") == 2
    await running.push(grade("g3"))
    assert sorted(await running.states()).count("missed") == 3


async def test_a_chat_that_comes_back_gets_one_summary(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.client.block(BOT, sample.father.user)
    await running.push(grade("g1"), grade("g2", day=days_ago(1)))
    await running.later(seconds=20)
    await telegram.wait_for(sample.office, "")
    await running.settled()
    await telegram.client.unblock(BOT, sample.father.user)
    mailboxes = MailboxesService(storage=running.storage, clock=running.clock, timing=running.timing)
    for _ in range(2):
        await mailboxes.returned(BotId(BOT), ChatId(sample.father.user))

    await telegram.wait_for(sample.father, "")
    await running.settled()
    assert len(await telegram.texts(sample.father)) == 1
    await running.push(grade("g3"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.father, "Алгебра")


async def test_being_told_of_a_block_twice_tells_the_office_once(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    mailboxes = MailboxesService(storage=running.storage, clock=running.clock, timing=running.timing)
    for _ in range(2):
        await mailboxes.blocked(BotId(BOT), ChatId(sample.father.user))
    await mailboxes.blocked(BotId(BOT), ChatId(sample.stranger_user))
    await mailboxes.returned(BotId(BOT), ChatId(sample.stranger_user))

    await telegram.wait_for(sample.office, "")
    await running.settled()
    assert len(await telegram.texts(sample.office)) == 1


async def test_refused_markup_is_sent_once_more_as_plain_text(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    words = "Bad Request: can't parse entities"
    await telegram.fault("400", method="sendMessage", chat_id=sample.father.user, description=words, times=1)
    await running.push(grade())
    await running.later(seconds=20)

    message = await telegram.wait_for(sample.father, "Алгебра")
    await running.settled()
    assert "entities" not in message
    assert "reply_markup" not in message
    assert await running.states() == ["sent"] * 3


async def test_what_telegram_never_takes_is_given_up(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    words = "Bad Request: message text is empty"
    await telegram.fault("400", method="sendMessage", chat_id=sample.father.user, description=words)
    await running.push(grade())
    await running.later(seconds=20)

    await telegram.wait_for(sample.office, "")
    await running.settled()
    assert sorted(await running.states()) == ["dead", "sent", "sent", "sent"]


async def test_a_refused_token_halts_and_buries_nothing(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.fault("401", method="sendMessage")
    await running.push(grade())
    await running.later(seconds=20)
    await telegram.client.wait_for_request("sendMessage", lambda one: one["status"] == 401)
    await running.pause_begun()
    await running.until(["queued"] * 3)
    halted = [running.service.halted]

    await telegram.client.set_faults()
    await telegram.wait_for(sample.father, "Алгебра")
    await running.settled()
    halted.append(running.service.halted)
    assert halted == [True, False]
    assert await running.states() == ["sent"] * 3


async def test_one_slow_chat_holds_up_nobody(running: Engine, telegram: Telegram, sample: Sample) -> None:
    await telegram.fault("slow", seconds=600, method="sendMessage", chat_id=sample.father.user)
    await running.push(grade())
    await running.later(seconds=20)
    await telegram.client.wait_for_request("sendMessage", lambda one: one["chat_id"] == sample.father.user)
    await running.push(grade("g2", student="s2"))
    await running.later(seconds=20)

    await telegram.wait_for(sample.mother, "Маша")
    assert sample.father.mailbox in running.service.sender.flight.mailboxes()
    await telegram.no_faults()


async def test_a_group_that_becomes_a_supergroup_goes_on_there(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    group = await telegram.client.make_group(BOT, "Семья", [sample.father.user], by=sample.father.user)
    async with running.storage.write() as uow:
        there = update(schema.mailbox).where(schema.mailbox.c.id == sample.father.mailbox)
        await uow._connection.execute(there.values(chat_id=group["id"], private=False))
        await uow.commit()
    new_id = await telegram.client.migrate(BOT, group["id"], by=sample.father.user)
    await running.push(grade())
    await running.later(seconds=20)

    await telegram.client.wait_for_message(BOT, new_id, lambda one: "Алгебра" in one.get("text", ""))
    await running.settled()
    async with running.storage.read() as uow:
        assert await uow.dispatch.mailbox(BotId(BOT), ChatId(new_id)) == sample.father.mailbox
    assert await running.states() == ["sent"] * 3


async def test_nothing_listens_yet_so_all_waits_and_nothing_is_repeated(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    bot = running.service.sender.channel.bot
    address = bot.session.api
    bot.session.api = TelegramAPIServer.from_base("http://127.0.0.1:9")
    await running.push(grade())
    await running.later(seconds=20)
    await running.pause_begun()
    bot.session.api = address
    await _go_on(running)

    assert await running.states() == ["sent"] * 3
    assert "повторно" not in (await telegram.texts(sample.father))[0]


@pytest.fixture
async def answering(telegram: Telegram) -> AsyncIterator[tuple[Bot, Pacer]]:
    """A bot as handlers have it, beside the engine."""
    pacer = Pacer(per_second=1000, monotonic=hurried)
    session = DeliverySession(api=TelegramAPIServer.from_base(telegram.address))
    session.middleware(PaceMiddleware(pacer))
    yield Bot(BOT_TOKEN, session=session), pacer
    await hang_up(session)


async def test_a_handlers_answer_is_paid_for_and_waits_out_a_pause(
    answering: tuple[Bot, Pacer], telegram: Telegram, sample: Sample
) -> None:
    bot, pacer = answering
    await telegram.fault("429", method="sendMessage", seconds=1, times=1)
    answer = asyncio.create_task(bot.send_message(sample.mother.user, "Привет"))
    await telegram.client.wait_for_request("sendMessage", lambda one: one["status"] == 429)
    await telegram.client.set_faults()
    sent = await answer
    await bot.send_chat_action(sample.mother.user, "typing")
    await bot.get_me()

    assert sent.text == "Привет"
    assert await telegram.texts(sample.mother) == ["Привет"]
    assert list(pacer._chats) == [ChatId(sample.mother.user)]


async def test_a_handler_does_not_wait_for_ever(
    answering: tuple[Bot, Pacer], telegram: Telegram, sample: Sample
) -> None:
    bot, pacer = answering
    await telegram.fault("429", method="sendMessage", seconds=40)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(sample.mother.user, "Привет")
    assert pacer.paused_for() > 0

    await telegram.client.set_faults({"kind": "429", "method": "sendMessage", "seconds": 1})
    calls = asyncio.create_task(bot.send_message(sample.mother.user, "Привет"))
    with pytest.raises(TelegramRetryAfter):
        await calls
    assert [status for _, status in await telegram.calls()] == [429] * 4


async def test_an_answer_that_makes_no_sense_may_stand_for_a_message(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    session = running.service.sender.channel.bot.session
    sensible = session.json_loads
    method = SendText(chat_id=sample.father.user, text="x", link_preview_options={})
    bot = running.service.sender.channel.bot
    for content in ("<html>", "[]", '{"ok": true}'):
        with pytest.raises(ClientDecodeError):
            session.check_response(bot, method, 200, content)
    with pytest.raises(TelegramBadRequest):
        session.check_response(bot, method, 400, '{"ok": false, "description": "Bad Request: x"}')
    assert sensible is session.json_loads


async def test_a_database_that_stumbles_loses_nothing(
    running: Engine, telegram: Telegram, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delivery.sender.TROUBLE_PAUSE", 0.01)
    reading, writing = running.service.sender.planner.storage, running.service.sender.storage
    running.service.sender.planner.storage = Stumbling(reading, times=2)
    running.service.sender.storage = Stumbling(writing, times=2)
    await running.push(grade())
    await running.later(seconds=20)

    await telegram.wait_for(sample.father, "Алгебра")
    await running.settled()
    assert await running.states() == ["sent"] * 3
    assert len(await telegram.texts(sample.father)) == 1


class Stumbling:
    """A storage whose first transactions fail, as when a disk is full for a moment."""

    def __init__(self, storage: Storage, *, times: int) -> None:
        self._storage = storage
        self._left = times

    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self._stumble()
        return self._storage.write()

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self._stumble()
        return self._storage.read()

    def _stumble(self) -> None:
        if self._left:
            self._left -= 1
            raise OSError("disk full")


async def test_a_group_that_says_it_moved_is_followed(running: Engine, sample: Sample) -> None:
    mailboxes = MailboxesService(storage=running.storage, clock=running.clock, timing=running.timing)
    await mailboxes.moved(BotId(BOT), ChatId(sample.father.user), ChatId(-1007))
    await mailboxes.moved(BotId(BOT), ChatId(sample.stranger_user), ChatId(-1008))
    async with running.storage.read() as uow:
        assert await uow.dispatch.mailbox(BotId(BOT), ChatId(-1007)) == sample.father.mailbox


async def _go_on(running: Engine) -> None:
    await running.settled()
    await running.later(seconds=60)
    await running.settled()
