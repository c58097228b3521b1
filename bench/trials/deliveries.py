"""Durable deliveries per second against a bare loop to the same simulator in the same run."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

from bench.databases import sqlite_url
from bench.harness import UNPACED, Bench, Bot, running_bot
from bench.report import Row
from bench.school import BenchSchool, body, grade
from bench.telegram import Sends, simulated_telegram
from tests.support.product import ROOT

BAR = 0.5
GATHERED_SECONDS = "2"
"""Coalescing: all that is pushed within it goes out afterwards, and storing is not measured."""

WAIT_SECONDS = 120
ENTRIES_A_PUSH = 500


class BareLoop:
    """`bench.bare` in its own process, so that both compete alike for the cores."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def send(self, chats: range) -> None:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the bare loop has no pipes")
        self._process.stdin.write(f"{len(chats)} {chats.start}\n".encode())
        await self._process.stdin.drain()
        if not await self._process.stdout.readline():
            raise RuntimeError("the bare loop ended")


@asynccontextmanager
async def bare_loop(address: str, *words: str) -> AsyncIterator[BareLoop]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bare", address, *words, cwd=ROOT, stdin=pipe, stdout=pipe
    )
    try:
        yield BareLoop(process)
    finally:
        process.terminate()
        await process.wait()


def rate(calls: Sequence[dict[str, Any]]) -> float:
    """Return the sends per second from the first call to the last."""
    at: list[float] = [call["at"] for call in calls]
    return (len(at) - 1) / (at[-1] - at[0])


async def deliver(bot: Bot, sends: Sends, school: BenchSchool, round_: str) -> float:
    """Push one grade for every student, and return how many deliveries a second follow."""
    await sends.more()
    entries = [grade(f"w{round_}-{n}", n) for n in range(school.students)]
    portions = range(0, len(entries), ENTRIES_A_PUSH)
    await bot.journal.push_all([body(entries[n : n + ENTRIES_A_PUSH]) for n in portions], in_flight=2)
    return rate(await sends.wait(len(school.chats), WAIT_SECONDS))


async def _bare(loop: BareLoop, sends: Sends, school: BenchSchool) -> float:
    await sends.more()
    await loop.send(school.chats)
    return rate(await sends.wait(len(school.chats), WAIT_SECONDS))


async def run(bench: Bench) -> Sequence[Row]:
    rounds = bench.size(5, 3)
    school = BenchSchool(students=bench.size(1500, 250), guardians=2)
    path = await bench.schools.copy(school, "deliveries")
    settings = {"COALESCE_SECONDS": GATHERED_SECONDS, "MESSAGES_PER_SECOND": UNPACED}
    durable, bare, dressed = [], [], []
    async with (
        simulated_telegram(school.chats) as telegram,
        running_bot(telegram.address, sqlite_url(path), **settings) as bot,
        bare_loop(telegram.address) as loop,
        bare_loop(telegram.address, "buttons") as dressed_loop,
    ):
        sends = Sends(telegram)
        with bench.bar("deliveries", rounds + 1) as advance:
            for number in range(rounds + 1):
                durable.append(await deliver(bot, sends, school, str(number)))
                bare.append(await _bare(loop, sends, school))
                dressed.append(await _bare(dressed_loop, sends, school))
                advance()
    # the first round warms all of them up
    return _rows(durable[1:], bare[1:], dressed[1:], len(school.chats))


def _rows(durable: list[float], bare: list[float], dressed: list[float], count: int) -> Sequence[Row]:
    ratio = median(durable) / median(bare)
    beside_dressed = median(durable) / median(dressed)
    return [
        Row(
            what="durable deliveries a second, pace off, against a bare send_message loop, 50 in flight",
            bar=f"≥ {BAR} of the bare loop",
            measured=f"{ratio:.2f}: {median(durable):.0f}/s against {median(bare):.0f}/s",
            met=ratio >= BAR,
            figures={
                "ratio": round(ratio, 3),
                "deliveries_a_round": count,
                "durable_per_second": [round(one) for one in durable],
                "bare_per_second": [round(one) for one in bare],
            },
        ),
        Row(
            what="… against a bare loop that sends the same text with its formatting and buttons",
            bar="",
            measured=f"{beside_dressed:.2f}: {median(dressed):.0f}/s bare",
            met=None,
            figures={
                "ratio": round(beside_dressed, 3),
                "bare_per_second": [round(one) for one in dressed],
            },
        ),
    ]
