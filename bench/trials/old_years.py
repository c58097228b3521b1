"""Deliveries and storing on an empty database and on one with millions of old deliveries, by turns."""

from collections.abc import Sequence
from pathlib import Path

from bench.databases import sqlite_url
from bench.harness import UNPACED, Bench, running_bot
from bench.old_years import PORTION, add_old_deliveries
from bench.pace import Pace, figures, per_second
from bench.report import Row
from bench.school import BenchSchool
from bench.telegram import Sends, simulated_telegram
from bench.trials.deliveries import GATHERED_SECONDS, deliver
from bench.trials.ingest import LATER, bodies, store
from simulator.client import SimulatorClient

BAR = 0.8
SAMPLES = 5


async def run(bench: Bench) -> Sequence[Row]:
    count, rounds = bench.size(3_000_000, 300_000), bench.size(3, 2)
    school = BenchSchool(students=bench.size(1500, 250), guardians=2)
    empty = await bench.schools.copy(school, "empty")
    full = await bench.schools.copy(school, "full")
    with bench.bar(f"{count:,} old deliveries", count // PORTION) as advance:
        add_old_deliveries(full, school, count, advance)
    delivered: dict[Path, list[Pace]] = {empty: [], full: []}
    stored: dict[Path, list[Pace]] = {empty: [], full: []}
    async with simulated_telegram(school.chats) as telegram:
        with bench.bar("with old deliveries", rounds * 2) as advance:
            for number in range(rounds):
                for path in (empty, full):
                    delivered[path] += await _delivered(telegram, path, school, str(number), rounds)
                    stored[path] += await _stored(telegram, path, school, number, bench.size(8, 4))
                    advance()
    size = {"old_deliveries": count, "database_mib": full.stat().st_size // 2**20}
    full.unlink()
    return [
        _row("deliveries a second", delivered[empty], delivered[full], size),
        _row("entries stored a second", stored[empty], stored[full], size),
    ]


async def _delivered(
    telegram: SimulatorClient, path: Path, school: BenchSchool, name: str, rounds: int
) -> list[Pace]:
    settings = {"COALESCE_SECONDS": GATHERED_SECONDS, "MESSAGES_PER_SECOND": UNPACED}
    async with running_bot(telegram.address, sqlite_url(path), **settings) as bot:
        sends = Sends(telegram)
        every = [await deliver(bot, sends, school, f"{name}-{n}") for n in range(rounds + 1)]
    return every[1:]


async def _stored(
    telegram: SimulatorClient, path: Path, school: BenchSchool, number: int, batches: int
) -> list[Pace]:
    """Return many short measures: a machine that is not quiet disturbs some of them."""
    async with running_bot(telegram.address, sqlite_url(path), COALESCE_SECONDS=LATER) as bot:
        every = [await store(bot, bodies(school, f"round-{number}-{n}", batches)) for n in range(SAMPLES + 1)]
    return every[1:]


def _row(what: str, empty: list[Pace], full: list[Pace], size: dict[str, int]) -> Row:
    ratio = per_second(full) / per_second(empty)
    return Row(
        what=f"{what} with {size['old_deliveries']:,} old deliveries",
        bar=f"≥ {BAR} of the empty database",
        measured=f"{ratio:.2f}: {per_second(full):,.0f} against {per_second(empty):,.0f}",
        met=ratio >= BAR,
        figures={
            "ratio": round(ratio, 3),
            **figures("empty", empty),
            **figures("full", full),
            **size,
        },
    )
