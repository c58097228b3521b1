"""Memory at rest, and how soon after its start the bot answers."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.databases import sqlite_url
from bench.harness import Bench
from bench.report import Row
from bench.telegram import Sends, forget_updates, simulated_telegram
from simulator.client import SimulatorClient
from simulator.testing import BOT_ID
from tests.support.product import Product, running_product

MEMORY_MIB, START_SECONDS = 300, 5
STARTS = 5
REST_SECONDS = 2
STRANGER = 77


async def run(bench: Bench) -> Sequence[Row]:
    """Start it again and again while an update waits; the first start migrates an empty database."""
    url = sqlite_url(bench.folder / "rest.db")
    started, memory = [], []
    async with simulated_telegram([STRANGER]) as telegram:
        with bench.bar("starts", STARTS) as advance:
            for _ in range(STARTS):
                await telegram.send(BOT_ID, STRANGER, "/start")
                seconds, mib = await _start(telegram, url)
                started.append(seconds)
                memory.append(mib)
                await forget_updates(telegram)
                advance()
    return [
        Row(
            what="memory at rest, after a first update",
            bar=f"≤ {MEMORY_MIB} MiB",
            measured=f"{max(memory):.0f} MiB",
            met=max(memory) <= MEMORY_MIB,
            figures={"rss_mib": [round(one) for one in memory]},
        ),
        Row(
            what="start of the process to its first answered update",
            bar=f"≤ {START_SECONDS} s",
            measured=f"{median(started[1:]):.1f} s; the very first {started[0]:.1f} s",
            met=max(started[0], median(started[1:])) <= START_SECONDS,
            figures={"seconds": [round(one, 2) for one in started]},
        ),
    ]


async def _start(telegram: SimulatorClient, url: str) -> tuple[float, float]:
    """Return the seconds to the first answer, and the MiB that the process keeps."""
    sends = Sends(telegram)
    await sends.more()
    begin = time.time()
    async with running_product(telegram.address, url, LOG_LEVEL="ERROR") as product:
        answer = (await sends.wait(1, 30))[0]
        # what is left over from the start is given back within moments
        await asyncio.sleep(REST_SECONDS)
        mib = _resident_mib(product)
        await product.stop()
    return answer["at"] - begin, mib


def _resident_mib(product: Product) -> float:
    pid = product.process.pid if product.process else 0
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kib) / 1024
