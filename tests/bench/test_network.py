import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bench.network import distant

WAY = 0.05


@asynccontextmanager
async def echo(heard: list[bytes]) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            heard.append(line)
            writer.write(line.upper())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"


async def connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(address)
    return await asyncio.open_connection(place.hostname, place.port)


async def test_an_answer_takes_both_ways() -> None:
    async with echo([]) as server, distant(server, seconds=WAY) as address:
        reader, writer = await connected(address)
        begin = asyncio.get_running_loop().time()

        writer.write(b"one\n")
        answer = await reader.readline()

        assert answer == b"ONE\n"
        assert asyncio.get_running_loop().time() - begin >= 2 * WAY
        writer.close()


async def test_what_is_under_way_when_the_sender_dies_never_arrives() -> None:
    heard: list[bytes] = []
    async with echo(heard) as server, distant(server, seconds=WAY) as address:
        reader, writer = await connected(address)
        writer.write(b"one\n")
        await reader.readline()
        writer.write(b"two\n")
        writer.transport.abort()

        # a later talk is carried whole: by then the lost one would have arrived
        reader, writer = await connected(address)
        writer.write(b"three\n")
        await reader.readline()

        assert heard == [b"one\n", b"three\n"]
        writer.close()
