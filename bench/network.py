"""A network with a way to go: what has not arrived when the sender dies never does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65_536


@asynccontextmanager
async def distant(address: str, *, seconds: float) -> AsyncIterator[str]:
    """Yield another address of the same server, from which each way takes so long."""
    there = urlsplit(address)
    talks: set[asyncio.Task[None]] = set()

    async def talk(here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            talks.add(task)
            task.add_done_callback(talks.discard)
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        ways = [asyncio.ensure_future(_carry(here, writer, seconds))]
        ways.append(asyncio.ensure_future(_carry(reader, back, seconds)))
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # whoever hangs up ends both ways at once, and what is on them is lost
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            writer.close()
            back.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.close()
        for task in list(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Carry one way until its sender hangs up; chunks follow each other without waiting."""
    loop = asyncio.get_running_loop()
    under_way: set[asyncio.TimerHandle] = set()
    try:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK):
                under_way.add(loop.call_later(seconds, writer.write, chunk))
    finally:
        for handle in under_way:
            handle.cancel()
