"""Reading bodies: bounded in size, in memory, in time and in how many at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from intake.http.errors import BusyError, MalformedError, TooLargeError, TooSlowError

MEBIBYTE = 1024 * 1024
LARGEST_PUSH = 4 * MEBIBYTE
DRAINED = 64 * MEBIBYTE
"""Thrown away after a refusal, so that a client that is still sending gets to read it."""

READING_SECONDS = 60.0
IN_FLIGHT = 4
RETRY_AFTER = 1


@dataclass(slots=True)
class Gate:
    """Lets a few pushes in at once; the others are told to come again."""

    limit: int = IN_FLIGHT
    inside: int = field(default=0, init=False)

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        if self.inside >= self.limit:
            raise BusyError(RETRY_AFTER)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


async def read_json(
    request: Request, *, largest: int = LARGEST_PUSH, seconds: float = READING_SECONDS
) -> Any:
    """Return the body's JSON; raise TooLargeError, TooSlowError or MalformedError."""
    try:
        async with asyncio.timeout(seconds):
            body = await _read(request, largest)
    except TimeoutError:
        raise TooSlowError(f"the body did not arrive within {seconds:g} seconds") from None
    except ClientDisconnect:
        raise MalformedError("the body ended early", field="body") from None
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        raise MalformedError("the body is not valid JSON", field="body") from None


async def _read(request: Request, largest: int) -> bytes:
    """Keep no more than `largest` bytes, whatever the headers promise."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED:
            break
        if size <= largest:
            body += chunk
        else:
            body.clear()
    if size > largest:
        raise TooLargeError(f"a push has at most {largest // 1024} KiB: send it in several", field="body")
    return bytes(body)
