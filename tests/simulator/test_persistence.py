import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from simulator.client import SimulatorClient, file
from simulator.state.stores import FileStore
from tests.simulator.asking import ANNA, BORIS, BotApi
from tests.simulator.pictures import png

TOKEN = "123456:TEST"
ROOT = Path(__file__).parents[2]


async def started(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--bot-token", TOKEN, *arguments]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().strip()


@asynccontextmanager
async def simulator(data: Path, how: signal.Signals) -> AsyncIterator[tuple[BotApi, SimulatorClient]]:
    process, address = await started("--data", str(data))
    try:
        async with SimulatorClient(address) as client, aiohttp.ClientSession() as session:
            yield BotApi(session, address, TOKEN), client
    finally:
        process.send_signal(how)
        code = await process.wait()
    assert code == (0 if how == signal.SIGTERM else -how)


async def test_everything_survives_kill_9(tmp_path: Path) -> None:
    async with simulator(tmp_path, signal.SIGKILL) as (api, client):
        await client.add_user(ANNA, "Анна", note="мама Петра", start="abc")
        await client.add_user(BORIS, "Борис")
        await client.send(api.id, ANNA, "/start abc")
        await client.send(api.id, ANNA, photo=file("a.png", png(5, 5)))
        confirmed = (await api.ok("getUpdates"))[0]["update_id"]
        await api.ok("getUpdates", offset=confirmed + 1)
        markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
        sent = await api.ok("sendMessage", chat_id=ANNA, text="5", reply_markup=markup)
        query = await client.press(api.id, ANNA, sent["message_id"], "a")
        await api.ok("setMyCommands", commands=[{"command": "start", "description": "Начать"}])
        group = (await client.make_group(api.id, "7Б", [ANNA], by=ANNA))["id"]
        await client.migrate(api.id, group)
        await client.block(api.id, ANNA)
        await client.advance(60)
        before = await client.state()
        messages = await client.messages(api.id, ANNA)
        updates = await api.ok("getUpdates")

    async with simulator(tmp_path, signal.SIGTERM) as (api, client):
        after = await client.state()
        for unstable in ("now", "seq"):
            assert after.pop(unstable) >= before.pop(unstable)
        assert after == before
        assert await client.messages(api.id, ANNA) == messages
        assert await api.ok("getUpdates") == updates
        assert updates[0]["update_id"] == confirmed + 1
        assert await client.commands(api.id, ANNA, ANNA) == [{"command": "start", "description": "Начать"}]
        assert await api.ok("answerCallbackQuery", callback_query_id=query, text="да")
        photo = updates[0]["message"]["photo"][-1]
        path = (await api.ok("getFile", file_id=photo["file_id"]))["file_path"]
        async with api.session.get(f"{api.address}/file/bot{TOKEN}/{path}") as response:
            assert await response.read() == png(5, 5)
        await client.unblock(api.id, ANNA)
        last = max(message["message_id"] for message in messages)
        assert (await api.ok("sendMessage", chat_id=ANNA, text="a"))["message_id"] > last
        assert (await api.ok("getUpdates"))[-1]["update_id"] > updates[-1]["update_id"]


async def test_what_was_answered_in_the_middle_of_a_burst_is_there_after_kill_9(tmp_path: Path) -> None:
    answered: list[int] = []

    async def burst(api: BotApi) -> None:
        while True:
            sent = await api.ok("sendMessage", chat_id=ANNA, text="a")
            answered.append(sent["message_id"])

    async with simulator(tmp_path, signal.SIGKILL) as (api, client):
        await client.add_user(ANNA, "Анна")
        await client.send(api.id, ANNA, "/start")
        senders = [asyncio.create_task(burst(api)) for _ in range(5)]
        await client.wait_for_request("sendMessage", lambda request: request["n"] > 100)
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)

    async with simulator(tmp_path, signal.SIGTERM) as (api, client):
        there = {message["message_id"] for message in await client.messages(api.id, ANNA, limit=1000)}
        assert set(answered) <= there
        assert len(answered) > 50


def test_a_torn_last_line_is_forgotten(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.append([("user", "1", {"a": 1}), ("user", "2", {"a": 2})])
    store.append([("user", "2", None)])
    store.close()
    with (tmp_path / "log.jsonl").open("ab") as log:
        log.write(b'[["user","3",{"a"')

    again = FileStore(tmp_path)

    assert list(again.load()) == [("user", "1", {"a": 1})]
    again.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_at_once_and_cleanly_while_somebody_polls(how: signal.Signals) -> None:
    process, address = await started()
    async with aiohttp.ClientSession() as session, SimulatorClient(address) as client:
        api = BotApi(session, address, TOKEN)
        polls: list[asyncio.Task[object]] = [asyncio.create_task(api.call("getUpdates", {"timeout": 50}))]
        polls.append(asyncio.create_task(client.poll(10**15, 50)))
        await client.state()
        process.send_signal(how)
        assert await process.wait() == 0
        await asyncio.gather(*polls, return_exceptions=True)
