"""How a long-running command learns that it should end."""

import asyncio
import signal
import sys


async def stop_requested(*, with_stdin: bool = False) -> asyncio.Event:
    """Return an event set by SIGTERM or SIGINT, and by the end of standard input if asked for."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    if with_stdin:
        await loop.connect_read_pipe(lambda: _UntilClosed(stopping), sys.stdin)
    return stopping


class _UntilClosed(asyncio.Protocol):
    def __init__(self, stopping: asyncio.Event) -> None:
        self._stopping = stopping

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._stopping.set()
