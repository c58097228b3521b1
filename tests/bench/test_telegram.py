import aiohttp
import pytest

from bench.telegram import Sends, TooFewSentError, simulated_telegram
from simulator.client import SimulatorClient
from simulator.testing import BOT_TOKEN


async def send(telegram: SimulatorClient, chat: int, text: str) -> int:
    address = f"{telegram.address}/bot{BOT_TOKEN}/sendMessage"
    async with (
        aiohttp.ClientSession() as http,
        http.post(address, json={"chat_id": chat, "text": text}) as it,
    ):
        return it.status


async def test_many_phones_are_ready_and_the_bot_heard_nothing_of_it() -> None:
    async with simulated_telegram(range(1, 31)) as telegram:
        assert {await send(telegram, chat, "w000001") for chat in (1, 30)} == {200}

        address = f"{telegram.address}/bot{BOT_TOKEN}/getUpdates"
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            assert (await answer.json())["result"] == []


async def test_sends_are_counted_from_where_one_last_looked() -> None:
    async with simulated_telegram([1, 2]) as telegram:
        sends = Sends(telegram)
        await send(telegram, 1, "w000001")
        await send(telegram, 404, "w000002")
        assert [call["delivered"] for call in await sends.more()] == [True, False]

        await send(telegram, 2, "w000003")
        assert [call["text"] for call in await sends.wait(1, 5)] == ["w000003"]

        with pytest.raises(TooFewSentError, match="0 of 1"):
            await sends.wait(1, 0.3)
