import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from simulator.client import SimulatorClient
from simulator.testing import running_simulator, simulator_thread
from tests.simulator.asking import ANNA, BORIS, BotApi

bot_ids = itertools.count(1001)


@pytest.fixture(scope="session")
def shared_address() -> Iterator[str]:
    """A server for all tests, with Anna and Boris."""

    async def add_people(address: str) -> None:
        async with SimulatorClient(address) as client:
            await client.add_user(ANNA, "Анна", last_name="Иванова", username="anna_i", language_code="ru")
            await client.add_user(BORIS, "Борис")

    with simulator_thread() as address:
        asyncio.run(add_people(address))
        yield address


@pytest.fixture
async def client(shared_address: str) -> AsyncIterator[SimulatorClient]:
    async with SimulatorClient(shared_address) as client:
        yield client


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api(client: SimulatorClient, session: aiohttp.ClientSession) -> BotApi:
    """A new bot on the shared server, to which Anna has written and Boris has not."""
    token = f"{next(bot_ids)}:TEST"
    await client.add_bot(token=token, username=f"bot{token.partition(':')[0]}")
    api = BotApi(session, client.address, token)
    await client.send(api.id, ANNA, "/start")
    await api.ok("getUpdates", offset=2)
    return api


@pytest.fixture
async def own(session: aiohttp.ClientSession) -> AsyncIterator[tuple[BotApi, SimulatorClient]]:
    """A server of one's own, for what concerns the whole server: faults, rates, the clock."""
    async with running_simulator() as (address, client):
        await client.add_user(ANNA, "Анна")
        await client.add_user(BORIS, "Борис")
        api = BotApi(session, address, "123456:TEST")
        for user in (ANNA, BORIS):
            await client.send(api.id, user, "/start")
        yield api, client


@pytest.fixture(scope="session")
def one_server() -> Iterator[str]:
    """A server for what is refused anyway: the bot 123456, Anna and Boris."""

    async def add(address: str) -> None:
        async with SimulatorClient(address) as client:
            await client.add_bot(token="123456:TEST")
            for user in (ANNA, BORIS):
                await client.add_user(user, "Некто")
                await client.send(123456, user, "/start")

    with simulator_thread() as address:
        asyncio.run(add(address))
        yield address
