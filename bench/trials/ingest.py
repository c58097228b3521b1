"""Entries stored per second by POST in batches, two recipients each, while nothing goes out yet."""

import time
from collections.abc import Sequence

from bench.databases import sqlite_url
from bench.harness import Bench, Bot, running_bot
from bench.pace import Pace, cpu_seconds, figures, per_second
from bench.report import Row
from bench.school import BenchSchool, body, grade
from bench.telegram import simulated_telegram

BAR = 5_000
BATCH = 500
IN_FLIGHT = 2
LATER = "3600"
"""Coalescing so long that no delivery becomes due while it is measured."""


def bodies(school: BenchSchool, name: str, batches: int) -> list[bytes]:
    """Return pushes of grades, going round the students and their subjects."""
    return [
        body(
            [
                grade(f"{name}-{n}", n % school.students, subject=n // school.students % 10)
                for n in range(number * BATCH, (number + 1) * BATCH)
            ]
        )
        for number in range(batches)
    ]


async def store(bot: Bot, pushes: list[bytes]) -> Pace:
    """Return how fast entries are stored, from the first push to the last answer."""
    begin, cpu = time.perf_counter(), cpu_seconds(bot.pid)
    await bot.journal.push_all(pushes, in_flight=IN_FLIGHT)
    taken, spent = time.perf_counter() - begin, cpu_seconds(bot.pid) - cpu
    count = len(pushes) * BATCH
    return Pace(per_second=count / taken, cpu_us=1e6 * spent / count)


async def run(bench: Bench) -> Sequence[Row]:
    rounds, batches = bench.size(5, 3), bench.size(20, 4)
    school = BenchSchool(students=bench.size(1500, 250), guardians=2)
    path = await bench.schools.copy(school, "ingest")
    stored = []
    async with (
        simulated_telegram() as telegram,
        running_bot(telegram.address, sqlite_url(path), COALESCE_SECONDS=LATER) as bot,
    ):
        await store(bot, bodies(school, "warm-up", 2))
        with bench.bar("ingest", rounds) as advance:
            for number in range(rounds):
                stored.append(await store(bot, bodies(school, f"round-{number}", batches)))
                advance()
    return [
        Row(
            what=f"entries stored a second by POST in batches of {BATCH}, two recipients each",
            bar=f"≥ {BAR:,}",
            measured=f"{per_second(stored):,.0f}",
            met=per_second(stored) >= BAR,
            figures={
                **figures("entries", stored),
                "entries_a_round": batches * BATCH,
                "pushes_in_flight": IN_FLIGHT,
                "deliveries": "queued in the same transactions, not sent while measured",
            },
        )
    ]
