"""A school's journal that pushes over one connection after another, as fast as it is answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.support.product import API_KEY, Product

Json = dict[str, Any]


class PushRefusedError(Exception):
    """A push or one of its entries was not stored."""


class Journal:
    def __init__(self, http: aiohttp.ClientSession, product: Product) -> None:
        self._http = http
        self._product = product

    async def push(self, body: bytes) -> list[Json]:
        """Push and return the results; raise PushRefusedError, or aiohttp's error where nothing answers."""
        async with self._http.post(f"{self._product.base}/v1/entries", data=body) as answer:
            if answer.status != 200:
                raise PushRefusedError(f"{answer.status}: {await answer.text()}")
            results: list[Json] = (await answer.json())["results"]
            return results

    async def push_all(self, bodies: Sequence[bytes], *, in_flight: int) -> None:
        """Push these, so many at a time; raise PushRefusedError unless every entry was new."""
        turns = asyncio.Semaphore(in_flight)

        async def push(body: bytes) -> list[Json]:
            async with turns:
                return await self.push(body)

        answers = await asyncio.gather(*map(push, bodies))
        odd = [result for answer in answers for result in answer if result["outcome"] != "created"]
        if odd:
            raise PushRefusedError(f"{len(odd)} entries were not created, the first: {odd[0]}")


@asynccontextmanager
async def journal_of(product: Product) -> AsyncIterator[Journal]:
    headers = {"Authorization": f"Bearer {API_KEY}", "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
        yield Journal(http, product)
