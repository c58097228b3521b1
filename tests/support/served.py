"""The push API on a real port, in a thread of its own, for tests that are not asynchronous."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import uvicorn
from fastapi import FastAPI

MakeApp = Callable[[], AbstractAsyncContextManager[FastAPI]]


@contextmanager
def served(make: MakeApp) -> Iterator[str]:
    """Serve until the block ends; the app lives in the server's own loop, from its making to its end."""
    up = threading.Event()
    servers: list[uvicorn.Server] = []

    async def run() -> None:
        async with make() as app:
            config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off")
            server = _Announcing(config, up)
            servers.append(server)
            await server.serve()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert up.wait(20), "the server did not start"
        [listener] = servers[0].servers
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        for server in servers:
            server.should_exit = True
        thread.join()


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: object = None) -> None:
        del sockets
        await super().startup()
        self._up.set()
