"""Durable deliveries per second against a bare loop to the same simulator in the same run."""

from collections.abc import Sequence
from typing import Any

from bench.bare import BareLoop, bare_loop
from bench.databases import sqlite_url
from bench.harness import UNPACED, Bench, Bot, running_bot
from bench.pace import Pace, cpu_seconds, figures, per_second
from bench.report import Row
from bench.school import BenchSchool, body, grade
from bench.telegram import Sends, simulated_telegram

BAR = 0.5
GATHERED_SECONDS = "2"
"""Coalescing: all that is pushed within it goes out afterwards, and storing is not measured."""

WAIT_SECONDS = 300
ENTRIES_A_PUSH = 500


def _pace(calls: Sequence[dict[str, Any]], cpu: float) -> Pace:
    """Judge by the simulator's clock, from the first call to the last."""
    at: list[float] = [call["at"] for call in calls]
    return Pace(per_second=(len(at) - 1) / (at[-1] - at[0]), cpu_us=1e6 * cpu / len(at))


async def deliver(bot: Bot, sends: Sends, school: BenchSchool, name: str) -> Pace:
    """Push one grade for every student, and return how fast what follows is delivered."""
    await sends.more()
    entries = [grade(f"w{name}-{n}", n) for n in range(school.students)]
    portions = range(0, len(entries), ENTRIES_A_PUSH)
    await bot.journal.push_all([body(entries[n : n + ENTRIES_A_PUSH]) for n in portions], in_flight=2)
    begin = cpu_seconds(bot.pid)
    calls = await sends.wait(len(school.chats), WAIT_SECONDS)
    return _pace(calls, cpu_seconds(bot.pid) - begin)


async def _bare(loop: BareLoop, sends: Sends, school: BenchSchool) -> Pace:
    await sends.more()
    begin = cpu_seconds(loop.pid)
    await loop.send(school.chats)
    cpu = cpu_seconds(loop.pid) - begin
    return _pace(await sends.wait(len(school.chats), WAIT_SECONDS), cpu)


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


def _rows(durable: list[Pace], bare: list[Pace], dressed: list[Pace], count: int) -> Sequence[Row]:
    ours, theirs, beside = per_second(durable), per_second(bare), per_second(dressed)
    return [
        Row(
            what="durable deliveries a second, pace off, against a bare send_message loop, 50 in flight",
            bar=f"≥ {BAR} of the bare loop",
            measured=f"{ours / theirs:.2f}: {ours:,.0f}/s against {theirs:,.0f}/s",
            met=ours / theirs >= BAR,
            figures={
                "ratio": round(ours / theirs, 3),
                "deliveries_a_round": count,
                **figures("durable", durable),
                **figures("bare", bare),
            },
        ),
        Row(
            what="… against a bare loop that sends the same text with its formatting and buttons",
            bar="",
            measured=f"{ours / beside:.2f}: {beside:,.0f}/s bare",
            met=None,
            figures={"ratio": round(ours / beside, 3), **figures("bare", dressed)},
        ),
    ]
