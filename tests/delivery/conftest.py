from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.school import School
from simulator.client import SimulatorClient
from simulator.testing import running_simulator
from tests.delivery.support import BOT_TOKEN, Engine, Telegram, running_engine
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.sample import Sample

engine_name = both_engines


@pytest.fixture
async def telegram(sample: Sample) -> AsyncIterator[Telegram]:
    """A simulator whose people have all written to the bot."""
    async with running_simulator(token=BOT_TOKEN) as (address, client):
        await _introduce(client, sample)
        yield Telegram(address=address, client=client)


async def _introduce(client: SimulatorClient, sample: Sample) -> None:
    for name, chat in (
        ("Мама", sample.mother),
        ("Папа", sample.father),
        ("Репетитор", sample.tutor),
        ("Смирнова", sample.teacher),
        ("Белова", sample.office),
    ):
        await client.add_user(chat.user, name)
        await client.send(42, chat.user, "/start")


@pytest.fixture
async def running(
    engine: AsyncEngine, school: School, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> AsyncIterator[Engine]:
    async with running_engine(engine, school, clock, telegram) as started:
        yield started
