"""The secret half of typed codes, kept as argon2id."""

import asyncio
import secrets
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

T = TypeVar("T")
AT_ONCE = 2


def school_hasher() -> PasswordHasher:
    """Return OWASP's smallest argon2id: a school's machine is small, and tries are counted."""
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Verifiers:
    """Hashes off the loop, at most two at a time: each takes 19 MiB and some 30 ms."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or school_hasher()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobodys = self._hasher.hash(secrets.token_hex())

    async def hash(self, verifier: str) -> str:
        return await self._work(lambda: self._hasher.hash(verifier))

    async def match(self, kept: str | None, verifier: str) -> bool:
        """Whether it is the one kept. Where none is kept the same work is done, in the same time."""
        return await self._work(lambda: self._verify(kept or self._nobodys, verifier)) and kept is not None

    def _verify(self, kept: str, verifier: str) -> bool:
        try:
            return self._hasher.verify(kept, verifier)
        except VerifyMismatchError:
            return False

    async def _work(self, work: Callable[[], T]) -> T:
        async with self._turns:
            return await asyncio.to_thread(work)
