"""Which scheduled jobs have been done."""

from datetime import datetime
from typing import Protocol


class JobRuns(Protocol):
    async def begin(self, name: str, period: str, *, now: datetime) -> bool:
        """Claim a job for a period, in the transaction that does it: true once, whoever else wakes up.

        Where the transaction is rolled back, it has not been done.
        """
        ...

    async def last(self, name: str) -> datetime | None:
        """Return when it was claimed last."""
        ...

    async def forget(self, *, before: datetime) -> int: ...
