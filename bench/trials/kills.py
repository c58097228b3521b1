"""kill -9 in the middle of a paced burst, again and again; then the whole history is checked."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp
from sqlalchemy import func, select, text

from bench.databases import fill, postgres_url, sqlite_url
from bench.harness import Bench, Bot, running_bot
from bench.history import Arrived, Findings, Pushed, check
from bench.network import distant
from bench.report import Row
from bench.school import BenchSchool, body, grade, homework
from bench.telegram import Sends, simulated_telegram
from simulator.client import SimulatorClient
from storage import schema
from storage.engine import build_engine

KILLS, QUICK_KILLS = 50, 5
SCHOOL = BenchSchool(students=20, guardians=2)
BURST = 12
"""Entries in a push; with two guardians each, about what the default pace sends until the next kill."""

LATEST_KILL_SECONDS = 1.5
WAY_SECONDS = 0.05
"""How far Telegram is: a kill finds calls that never arrive, and others whose answer never comes back."""

DRAIN_SECONDS = 240
LOOK_SECONDS = 0.2
LANES = {"grade": 2, "homework": 3}


class NotDrainedError(Exception):
    """Deliveries were still waiting long after the last kill."""


@dataclass(slots=True, kw_only=True)
class Storm:
    """Bursts and kills. What a push was not answered is pushed again, as a journal does."""

    bot: Bot
    chance: random.Random
    pushed: list[Pushed] = field(default_factory=list)

    async def strike(self) -> None:
        burst = self._burst()
        pushing = asyncio.create_task(self.bot.journal.push(burst))
        await asyncio.sleep(self.chance.uniform(0, LATEST_KILL_SECONDS))
        await self.bot.product.kill()
        (outcome,) = await asyncio.gather(pushing, return_exceptions=True)
        await self.bot.product.start()
        if isinstance(outcome, aiohttp.ClientError):
            await self.bot.journal.push(burst)
        elif isinstance(outcome, BaseException):
            raise outcome

    def _burst(self) -> bytes:
        entries = []
        for _ in range(BURST):
            student = self.chance.randrange(SCHOOL.students)
            write = self.chance.choice((grade, homework))
            entry = write(f"w{len(self.pushed):06}", student)
            lane = LANES[entry["kind"]]
            self.pushed.append(Pushed(key=entry["id"], lane=lane, chats=SCHOOL.chats_of(student)))
            entries.append(entry)
        return body(entries)


async def run_on_sqlite(bench: Bench) -> Sequence[Row]:
    path = await bench.schools.copy(SCHOOL, "kills")
    return [await _run(bench, "SQLite", sqlite_url(path))]


async def run_on_postgresql(bench: Bench) -> Sequence[Row]:
    with postgres_url() as url:
        await fill(url, SCHOOL)
        return [await _run(bench, "PostgreSQL", url)]


async def _run(bench: Bench, engine: str, url: str) -> Row:
    kills = bench.size(KILLS, QUICK_KILLS)
    async with simulated_telegram(SCHOOL.chats) as telegram:
        async with (
            distant(telegram.address, seconds=WAY_SECONDS) as address,
            running_bot(address, url) as bot,
        ):
            storm = Storm(bot=bot, chance=random.Random(7))
            with bench.bar(f"kill -9 on {engine}", kills) as advance:
                for _ in range(kills):
                    await storm.strike()
                    advance()
            await _drained(url)
        findings = check(storm.pushed, await _arrived(telegram))
    return _row(engine, kills, findings)


async def _drained(url: str) -> None:
    """Wait until nothing is queued, in flight or unknown any more."""
    engine = build_engine(url)
    live = select(func.count()).select_from(schema.delivery).where(text(schema.LIVE))
    try:
        async with asyncio.timeout(DRAIN_SECONDS), engine.connect() as connection:
            while await connection.scalar(live):
                await connection.rollback()
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError:
        raise NotDrainedError(f"some were waiting {DRAIN_SECONDS} s after the last kill") from None
    finally:
        await engine.dispose()


async def _arrived(telegram: SimulatorClient) -> list[Arrived]:
    calls = await Sends(telegram).more()
    return [Arrived(chat=call["chat_id"], text=call["text"] or "") for call in calls if call["delivered"]]


def _row(engine: str, kills: int, found: Findings) -> Row:
    flagged = len(found.flagged) / kills
    counts = {
        "lost": len(found.lost),
        "unflagged_duplicates": len(found.unflagged),
        "out_of_order": len(found.disordered),
        "misdelivered": len(found.misdelivered),
    }
    said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    examples = found.lost[:5] + found.unflagged[:5] + found.disordered[:5] + found.misdelivered[:5]
    return Row(
        what=f"{kills} × kill -9 in the middle of a paced burst, {engine}",
        bar="0 lost, 0 unflagged duplicates, 0 out of order",
        measured=f"{said}; {flagged:.1f} flagged duplicates a kill",
        met=found.clean,
        figures={
            "kills": kills,
            "deliveries": found.expected,
            **counts,
            "flagged_duplicates": len(found.flagged),
            "flagged_duplicates_a_kill": round(flagged, 2),
            "way_seconds": WAY_SECONDS,
            "examples": examples,
        },
    )
