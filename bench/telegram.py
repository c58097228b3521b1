"""The simulator as a process of its own, with as many phones as a trial asks for."""

import asyncio
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from simulator.client import SimulatorClient
from simulator.testing import BOT_ID, BOT_TOKEN
from tests.support.product import ROOT

Json = dict[str, Any]
REQUESTS_KEPT = 500_000
PHONES_AT_ONCE = 16
LOOK_SECONDS = 0.1


class TooFewSentError(Exception):
    """What should have been sent by now was not."""


@asynccontextmanager
async def simulated_telegram(chats: Collection[int] = ()) -> AsyncIterator[SimulatorClient]:
    """Run a simulator whose users of these ids have all started the bot, which heard nothing of it."""
    words = ("--port", "0", "--bot-token", BOT_TOKEN, "--requests-kept", str(REQUESTS_KEPT))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        line = await process.stdout.readline() if process.stdout else b""
        async with SimulatorClient(line.decode().strip()) as telegram:
            await _introduce(telegram, chats)
            yield telegram
    finally:
        process.terminate()
        await process.wait()


async def _introduce(telegram: SimulatorClient, chats: Collection[int]) -> None:
    turns = asyncio.Semaphore(PHONES_AT_ONCE)

    async def introduce(chat: int) -> None:
        async with turns:
            await telegram.add_user(chat, "Елена", language_code="ru")
            await telegram.send(BOT_ID, chat, "/start")

    await asyncio.gather(*map(introduce, chats))
    await forget_updates(telegram)


async def forget_updates(telegram: SimulatorClient) -> None:
    """Confirm what waits for the bot, so that it is not answered by the thousand."""
    async with aiohttp.ClientSession() as http:
        address = f"{telegram.address}/bot{BOT_TOKEN}/getUpdates"
        async with http.get(address, params={"offset": -1}) as answer:
            waiting = (await answer.json())["result"]
        if waiting:
            await (await http.get(address, params={"offset": waiting[-1]["update_id"] + 1})).read()


class Sends:
    """The bot's messages as the simulator logs them, from where it last looked."""

    def __init__(self, telegram: SimulatorClient) -> None:
        self._telegram = telegram
        self._after = 0

    async def more(self) -> list[Json]:
        """Return what was sent since it last looked, refused calls included."""
        calls = await self._telegram.call("GET", "requests", after=self._after)
        found: list[Json] = calls["requests"]
        self._after = found[-1]["n"] if found else self._after
        return [call for call in found if call["method"] == "sendMessage"]

    async def wait(self, count: int, seconds: float) -> list[Json]:
        """Wait for so many accepted messages, looking seldom and cheaply: it is measured meanwhile."""
        sent: list[Json] = []
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._wait_for_calls(count - len(sent))
                    sent += [call for call in await self.more() if call["delivered"]]
                    if len(sent) >= count:
                        return sent
        except TimeoutError:
            raise TooFewSentError(f"{len(sent)} of {count} messages in {seconds:.0f} s") from None

    async def _wait_for_calls(self, count: int) -> None:
        while True:
            found = await self._telegram.call("GET", "requests", after=self._after + count - 1, limit=1)
            if found["requests"]:
                return
            await asyncio.sleep(LOOK_SECONDS)
