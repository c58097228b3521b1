"""Runs the application on uvicorn: in the main thread for the command line, in another one for tests."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

import uvicorn

from simulator.app import Simulator

SHUTDOWN_SECONDS = 2


def listening_socket(host: str, port: int) -> socket.socket:
    """Open the port, naming TCP: asyncio switches Nagle's algorithm off only for sockets that say so.

    Without it every answer waits 40 ms for the client's delayed acknowledgement.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(1024)
    listening.setblocking(False)
    return listening


class SimulatorServer(uvicorn.Server):
    """Stops at once, and ends with exit code 0 on SIGTERM and SIGINT, where these are its own to take."""

    def __init__(
        self, app: Simulator, *, host: str = "127.0.0.1", port: int = 0, takes_signals: bool = True
    ) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            date_header=False,
            server_header=False,
            ws="none",
            lifespan="on",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        super().__init__(config)
        self._app = app
        self._takes_signals = takes_signals
        self._socket = listening_socket(host, port)
        self._stopping: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ready = threading.Event()
        host, port = self._socket.getsockname()[:2]
        self.address = f"http://{host}:{port}"

    async def serve_until_stopped(self) -> None:
        await self.serve(sockets=[self._socket])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Wait to be stopped, instead of looking ten times a second."""
        if self._stopping is not None and not self.should_exit:
            await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.close()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Safe to call from any thread and from signal handlers."""
        self.should_exit = True
        if self._loop is not None and self._stopping is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals() if self._takes_signals else nullcontext():
            yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  (uvicorn's signature)
        self.stop()
