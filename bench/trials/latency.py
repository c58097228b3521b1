"""From the POST of one entry to the send call, at a steady pace."""

import asyncio
import time
from collections.abc import Sequence
from statistics import quantiles

from bench.databases import sqlite_url
from bench.harness import Bench, Bot, running_bot
from bench.report import Row
from bench.school import BenchSchool, body, grade
from bench.telegram import Sends, simulated_telegram

A_SECOND = 20
MEDIAN_MS, P99_MS = 50, 250
WARM_UP = 20


async def run(bench: Bench) -> Sequence[Row]:
    """Post by the clock, whether or not the one before was answered; both clocks are this machine's."""
    samples = bench.size(600, 100)
    school = BenchSchool(students=samples + WARM_UP, guardians=1)
    path = await bench.schools.copy(school, "latency")
    async with (
        simulated_telegram(school.chats) as telegram,
        running_bot(telegram.address, sqlite_url(path)) as bot,
    ):
        sends = Sends(telegram)
        await _post(bench, bot, range(samples, samples + WARM_UP))
        await sends.wait(WARM_UP, 30)
        posted = await _post(bench, bot, range(samples))
        arrived = {call["chat_id"]: call["at"] for call in await sends.wait(samples, 60)}
    taken = sorted(1000 * (arrived[school.chats_of(student)[0]] - begin) for student, begin in posted.items())
    return [_row(taken)]


async def _post(bench: Bench, bot: Bot, students: range) -> dict[int, float]:
    """Return when each student's entry was posted."""
    posted: dict[int, float] = {}
    loop = asyncio.get_running_loop()
    begin = loop.time()

    async def post(student: int) -> None:
        entry = body([grade(f"w{student:06}", student)])
        posted[student] = time.time()
        await bot.journal.push(entry)

    with bench.bar("latency", len(students)) as advance:
        async with asyncio.TaskGroup() as posting:
            for number, student in enumerate(students):
                await asyncio.sleep(begin + number / A_SECOND - loop.time())
                posting.create_task(post(student))
                advance()
    return posted


def _row(taken: list[float]) -> Row:
    cuts = quantiles(taken, n=100, method="inclusive")
    p50, p99 = cuts[49], cuts[98]
    return Row(
        what=f"POST of one entry to its send call, {A_SECOND} a second, distinct chats, no coalescing",
        bar=f"p50 ≤ {MEDIAN_MS} ms, p99 ≤ {P99_MS} ms",
        measured=f"p50 {p50:.1f} ms, p99 {p99:.1f} ms",
        met=p50 <= MEDIAN_MS and p99 <= P99_MS,
        figures={
            "samples": len(taken),
            "p50_ms": round(p50, 2),
            "p90_ms": round(cuts[89], 2),
            "p99_ms": round(p99, 2),
            "max_ms": round(taken[-1], 2),
        },
    )
