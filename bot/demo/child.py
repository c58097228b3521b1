"""The bot as a process of its own, so that it can really be killed and started again."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Literal

import aiohttp

State = Literal["running", "stopped", "starting"]

READY_SECONDS = 60
STOP_SECONDS = 15
PROBE_SECONDS = 0.2


class Child:
    """`python -m bot run` with the demo's settings. `changed` is called whenever `state` changes."""

    def __init__(self, environment: Mapping[str, str], ready_url: str, changed: Callable[[], None]) -> None:
        self._environment = {**os.environ, **environment}
        self._ready_url = ready_url
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._state: State = "stopped"

    @property
    def state(self) -> State:
        return self._state

    async def start(self) -> None:
        """Start it if it does not run; return when it is ready, raise RuntimeError where it ends instead."""
        if self._state != "stopped":
            return
        self._become("starting")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--stop-with-stdin",
            # its end is ours, however we end: a bot left behind would fight the next demo's
            stdin=asyncio.subprocess.PIPE,
            # the office's first code: here its phone has a link of its own
            stdout=asyncio.subprocess.DEVNULL,
            env=self._environment,
            # Ctrl-C reaches the demo alone, which then ends its child in order
            start_new_session=True,
        )
        self._watcher = asyncio.create_task(self._watch(self._process))
        await self._until_ready()

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int | None:
        """End it in order and return its exit code."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._end(signal.SIGTERM), STOP_SECONDS)
        return await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> int | None:
        if self._process is None or self._process.returncode is not None:
            return None
        self._process.send_signal(how)
        if self._watcher:
            await asyncio.shield(self._watcher)
        return self._process.returncode

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._become("stopped")

    async def _until_ready(self) -> None:
        async with aiohttp.ClientSession() as http, asyncio.timeout(READY_SECONDS):
            while self._state == "starting":
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(self._ready_url) as answer:
                        if answer.status == 200:
                            self._become("running")
                            return
                await asyncio.sleep(PROBE_SECONDS)
        msg = "the bot ended before it was ready; its messages stand above"
        raise RuntimeError(msg)

    def _become(self, state: State) -> None:
        self._state = state
        self._changed()
