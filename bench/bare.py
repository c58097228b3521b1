"""`bench.bare_process` in its own process, so that both competitors are alike for the cores."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.product import ROOT


class BareLoop:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def send(self, chats: range) -> None:
        """Have it send one message to each, and wait until the last one is answered."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the bare loop has no pipes")
        self._process.stdin.write(f"{len(chats)} {chats.start}\n".encode())
        await self._process.stdin.drain()
        if not await self._process.stdout.readline():
            raise RuntimeError("the bare loop ended")


@asynccontextmanager
async def bare_loop(address: str, *words: str) -> AsyncIterator[BareLoop]:
    """`words` as bench.bare_process takes them."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bare_process", address, *words, cwd=ROOT, stdin=pipe, stdout=pipe
    )
    try:
        yield BareLoop(process)
    finally:
        process.terminate()
        await process.wait()
