"""The product as a real process, and its push API as a journal uses it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from simulator.testing import BOT_TOKEN

ROOT = Path(__file__).parents[2]
API_KEY = "a-push-key-of-the-tests"
READY_SECONDS = 40
Json = dict[str, Any]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class Product:
    """`python -m bot run` on a database and a simulator; may be killed and started again."""

    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        environment = {**os.environ, **self.environment, "HTTP_PORT": str(self.port), "API_KEY": API_KEY}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as http:
            while True:
                assert self.process.returncode is None, "the product ended at its start"
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"{self.base}/readyz") as answer:
                        if answer.status == 200:
                            return
                # nothing tells from outside that a port will soon be listened on
                await asyncio.sleep(0.05)

    async def printed(self, words: str) -> str:
        """Return what the process has printed by the time it says these words."""
        assert self.process is not None
        assert self.process.stdout is not None
        said = ""
        async with asyncio.timeout(READY_SECONDS):
            while words not in said:
                line = await self.process.stdout.readline()
                assert line, said
                said += line.decode()
        return said

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 30)

    async def call(self, method: str, path: str, body: Json | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {API_KEY}"}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, f"{self.base}{path}", json=body, headers=headers) as answer,
        ):
            return answer.status, await answer.json()

    async def push(self, *entries: Json, source: str = "journal", silent: bool = False) -> list[Json]:
        body = {"source": source, "silent": silent, "entries": list(entries)}
        status, answer = await self.call("POST", "/v1/entries", body)
        assert status == 200, answer
        results: list[Json] = answer["results"]
        return results

    async def roster(self, body: Json) -> Json:
        status, answer = await self.call("PUT", "/v1/roster", body)
        assert status == 200, answer
        assert answer["rejected"] == []
        counts: Json = answer
        return counts

    async def code(self, **body: str) -> Json:
        status, answer = await self.call("POST", "/v1/codes", body)
        assert status == 201, answer
        issued: Json = answer
        return issued


@asynccontextmanager
async def running_product(
    simulator: str, database_url: str, *, webhook_secret: str = "", **settings: str
) -> AsyncIterator[Product]:
    """Run it until the end of the block; with a secret it has its updates brought by webhook."""
    port = free_port()
    environment = {
        "BOT_TOKEN": BOT_TOKEN,
        "TELEGRAM_API_URL": simulator,
        "DATABASE_URL": database_url,
        "SCHOOL_NAME": "Школа № 7",
        "COALESCE_SECONDS": "0",
        "HOLD_MINUTES": "0",
        "LOG_LEVEL": "WARNING",
        "WEBHOOK_URL": f"http://127.0.0.1:{port}" if webhook_secret else "",
        "WEBHOOK_SECRET": webhook_secret,
        **settings,
    }
    product = Product(environment=environment, port=port)
    await product.start()
    try:
        yield product
    finally:
        if product.process is not None and product.process.returncode is None:
            await product.kill()
