"""Keys of the push API, stored hashed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.api_keys import ApiKey


class ApiKeys(Protocol):
    async def add(self, name: str, digest: bytes, *, now: datetime) -> None: ...

    async def live(self) -> Sequence[ApiKey]:
        """Return the keys that are not revoked, oldest first."""
        ...

    async def revoke(self, name: str, *, now: datetime) -> bool:
        """Return whether there was a live one of this name."""
        ...
