"""A simulator in a background thread, for tests."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from simulator.app import build_app
from simulator.client import SimulatorClient
from simulator.ports import BotProcess, Journal
from simulator.server import SimulatorServer
from simulator.state.stores import FileStore, MemoryStore

BOT_TOKEN = "123456:TEST"  # noqa: S105  (everybody may know it)
BOT_ID = 123456
START_SECONDS = 10


@contextmanager
def simulator_thread(
    *,
    data: Path | None = None,
    journal: Journal | None = None,
    process: BotProcess | None = None,
    port: int = 0,
) -> Iterator[str]:
    """Run a server in a thread on a free port and give its address; it has no bots yet."""
    store = FileStore(data) if data else MemoryStore()
    app = build_app(title="Simulator", store=store, journal=journal, process=process)
    server = SimulatorServer(app, port=port)
    thread = threading.Thread(target=asyncio.run, args=(server.serve_until_stopped(),), daemon=True)
    thread.start()
    try:
        if not server.ready.wait(START_SECONDS):
            raise RuntimeError("the simulator has not started")
        yield server.address
    finally:
        server.stop()
        thread.join(START_SECONDS)


@asynccontextmanager
async def running_simulator(
    *,
    token: str = BOT_TOKEN,
    data: Path | None = None,
    journal: Journal | None = None,
    process: BotProcess | None = None,
    port: int = 0,
) -> AsyncIterator[tuple[str, SimulatorClient]]:
    """Run a server with one bot of this token; yields its address and a client.

    Stopping does not wait in the test's own loop, whose bot may still be hanging up.
    """
    running = simulator_thread(data=data, journal=journal, process=process, port=port)
    address = await asyncio.to_thread(running.__enter__)
    try:
        async with SimulatorClient(address) as client:
            await client.add_bot(token=token, first_name="Diary", username="diary_bot")
            yield address, client
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)
