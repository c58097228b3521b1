import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.types import Message

from bot.polling import Updates
from simulator.client import SimulatorClient
from simulator.testing import BOT_ID, BOT_TOKEN, running_simulator


@asynccontextmanager
async def bot_at(address: str, token: str = BOT_TOKEN) -> AsyncIterator[Bot]:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    try:
        yield bot
    finally:
        await bot.session.close()


@pytest.fixture
async def simulator() -> AsyncIterator[SimulatorClient]:
    async with running_simulator() as (_, client):
        await client.add_user(7, "Мама")
        await client.add_user(8, "Папа")
        yield client


async def test_a_chats_messages_are_handled_in_order_and_chats_side_by_side(
    simulator: SimulatorClient,
) -> None:
    handled: list[tuple[int, str | None]] = []
    father_is_done, all_done = asyncio.Event(), asyncio.Event()

    async def note(message: Message) -> None:
        if message.chat.id == 7 and message.text == "1":
            # the mother's first message waits for the father's: side by side, or never
            await father_is_done.wait()
        handled.append((message.chat.id, message.text))
        if message.chat.id == 8:
            father_is_done.set()
        if len(handled) == 3:
            all_done.set()

    dispatcher = Dispatcher()
    dispatcher.message.register(note)
    for chat, text in ((7, "1"), (7, "2"), (8, "3")):
        await simulator.send(BOT_ID, chat, text)
    async with bot_at(simulator.address) as bot:
        updates = Updates(bot, dispatcher)
        polling = asyncio.create_task(updates.poll())
        await asyncio.wait_for(all_done.wait(), 10)
        updates.stop()
        await polling

    assert handled == [(8, "3"), (7, "1"), (7, "2")]


async def test_what_is_being_handled_when_we_stop_is_finished_and_confirmed(
    simulator: SimulatorClient,
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    finished: list[str | None] = []

    async def slow(message: Message) -> None:
        begun.set()
        await go_on.wait()
        finished.append(message.text)

    dispatcher = Dispatcher()
    dispatcher.message.register(slow)
    await simulator.send(BOT_ID, 7, "важное")
    async with bot_at(simulator.address) as bot:
        updates = Updates(bot, dispatcher)
        polling = asyncio.create_task(updates.poll())
        await begun.wait()
        updates.stop()
        go_on.set()
        await polling

        assert finished == ["важное"]
        assert await bot.get_updates(timeout=0) == []


async def test_trouble_at_telegrams_end_is_waited_out(simulator: SimulatorClient) -> None:
    done = asyncio.Event()

    async def note(_: Message) -> None:
        done.set()

    dispatcher = Dispatcher()
    dispatcher.message.register(note)
    await simulator.set_faults({"method": "getUpdates", "kind": "5xx", "times": 1})
    await simulator.send(BOT_ID, 7, "привет")
    async with bot_at(simulator.address) as bot:
        updates = Updates(bot, dispatcher)
        polling = asyncio.create_task(updates.poll())
        await asyncio.wait_for(done.wait(), 10)
        updates.stop()
        await polling


async def test_a_wrong_token_is_not_retried(simulator: SimulatorClient) -> None:
    async with bot_at(simulator.address, "999:WRONG") as bot:
        with pytest.raises(TelegramUnauthorizedError):
            await Updates(bot, Dispatcher()).poll()
