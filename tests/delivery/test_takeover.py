import asyncio
import os
import socket

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from delivery.lease import Ownership, is_dead, new_owner
from delivery.metrics import PrometheusMetrics
from diary.models.ids import BotId
from diary.models.school import School
from storage.unit_of_work import SqlStorage
from tests.delivery.support import BOT, Engine, Telegram, running_engine
from tests.delivery.test_trouble import Stumbling
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade
from tests.support.sample import Sample

NOBODY = 4_194_304 + 1
"""A number that no process can have."""

DEAD = f"{socket.gethostname()}:{NOBODY}:0"


def test_processes_of_this_host_can_be_looked_up() -> None:
    host = socket.gethostname()
    assert is_dead(DEAD)
    assert is_dead(f"{host}:{os.getpid()}:an earlier one of our number")
    assert not is_dead(new_owner())
    assert not is_dead(f"{host}:{os.getppid()}:x")
    assert not is_dead(f"another host:{NOBODY}:x")
    assert not is_dead("nonsense")


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)
    assert not is_dead(DEAD)


async def kill(running: Engine) -> None:
    """End it as SIGKILL would: nothing is stored, nothing is released."""
    flight = running.service.sender.flight
    for task in flight._tasks.values():
        task.cancel()
    await asyncio.gather(*flight._tasks.values(), return_exceptions=True)
    flight._tasks.clear()
    flight._finished.clear()
    running.service.ownership._lease = None


async def test_what_was_in_flight_when_the_process_died_is_repeated_and_says_so(
    engine: AsyncEngine, school: School, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> None:
    async with running_engine(engine, school, clock, telegram, ownership={"owner": DEAD}) as first:
        await telegram.fault("slow", seconds=5, method="sendMessage", chat_id=sample.father.user, times=1)
        await first.push(grade())
        await first.later(seconds=20)
        await telegram.wait_for(sample.father, "Алгебра")
        await telegram.wait_for(sample.mother, "Алгебра")
        await first.until(["sending", "sent", "sent"])
        await kill(first)

    async with running_engine(engine, school, clock, telegram) as second:
        await telegram.wait_for(sample.father, "повторно")
        await second.settled()

        assert await second.states() == ["sent"] * 3
        assert len(await telegram.texts(sample.mother)) == 1


async def test_after_dying_three_times_over_a_message_it_is_given_up(
    engine: AsyncEngine, school: School, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> None:
    await telegram.fault("slow", seconds=5, method="sendMessage", chat_id=sample.father.user)
    for attempt in range(3):
        owner = {"owner": f"{DEAD}{attempt}"}
        async with running_engine(engine, school, clock, telegram, ownership=owner) as one:
            if not attempt:
                await one.push(grade("g1"))
                await one.later(seconds=20)
            await one.until_in_flight(sample.father.mailbox)
            await kill(one)

    async with running_engine(engine, school, clock, telegram) as last:
        await telegram.wait_for(sample.office, "")
        await last.settled()
        assert "dead" in await last.states()


async def test_a_bot_is_sent_for_by_one_process_only(
    running: Engine,
    engine: AsyncEngine,
    school: School,
    clock: FrozenClock,
    sample: Sample,
    telegram: Telegram,
) -> None:
    await running.service.ownership.wait_until_held()
    async with running_engine(engine, school, clock, telegram) as second:
        await running.push(absence())
        await telegram.wait_for(sample.mother, "нет на уроке")
        await running.settled()

        assert second.service.ownership.lease is None
        assert await running.states() == ["sent"] * 2


async def test_who_lost_the_bot_sends_nothing_more(
    running: Engine, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> None:
    await running.service.ownership.wait_until_held()
    thief = Ownership(storage=running.storage, clock=clock, bot_id=BotId(BOT))
    clock.advance(seconds=11)
    assert await thief.take()
    await running.push(absence())
    await running.until_lost()

    assert await running.states() == ["queued"] * 2
    await thief.release()
    await telegram.wait_for(sample.mother, "нет на уроке")
    await running.settled()
    assert await running.states() == ["sent"] * 2


async def test_a_lease_that_is_about_to_end_is_not_sent_on(storage: SqlStorage, clock: FrozenClock) -> None:
    moment = 100.0
    mine = Ownership(storage=storage, clock=clock, bot_id=BotId(BOT), monotonic=lambda: moment)
    assert not mine.lasts(0)
    assert await mine.take()
    assert mine.lasts(6)
    moment += 5
    assert not mine.lasts(6)
    assert mine.lease
    await mine.renew(mine.lease)
    assert mine.lasts(6)
    await mine.release()
    assert not mine.lasts(0)


async def test_the_end_waits_for_answers_that_are_on_their_way(
    engine: AsyncEngine, school: School, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> None:
    await telegram.fault("slow", seconds=0.5, method="sendMessage")
    async with running_engine(engine, school, clock, telegram) as running:
        await running.push(grade())
        await running.later(seconds=20)
        await running.until_in_flight(sample.father.mailbox)

    assert await running.states() == ["sent"] * 3
    assert running.service.ownership.lease is None


async def test_the_engine_counts_what_it_does(
    engine: AsyncEngine, school: School, clock: FrozenClock, sample: Sample, telegram: Telegram
) -> None:
    registry = CollectorRegistry()
    metrics = PrometheusMetrics(registry)
    await telegram.fault("5xx", method="sendMessage", chat_id=sample.father.user, times=1)
    async with running_engine(engine, school, clock, telegram, metrics=metrics) as running:
        await running.push(grade())
        await running.later(seconds=25)
        await running.settled()

    assert registry.get_sample_value("diary_deliveries_total", {"state": "sent"}) == 2
    assert registry.get_sample_value("diary_deliveries_total", {"state": "unknown"}) == 1
    assert registry.get_sample_value("diary_queue_lag_seconds") == 5
    assert registry.get_sample_value("diary_messages_in_flight") == 0


async def test_a_lease_that_cannot_be_taken_or_kept_for_a_moment_is_asked_for_again(
    engine: AsyncEngine,
    school: School,
    clock: FrozenClock,
    sample: Sample,
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("delivery.service.RENEWAL", 0.01)
    monkeypatch.setattr("delivery.lease.RENEWAL", 0.01)
    async with running_engine(engine, school, clock, telegram) as running:
        owned = running.service.ownership
        owned.storage = Stumbling(running.storage, times=3)
        await running.push(absence())
        await telegram.wait_for(sample.mother, "нет на уроке")
        await running.settled()

        assert await running.states() == ["sent"] * 2
