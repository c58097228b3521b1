"""Which process owns a bot."""

from datetime import datetime, timedelta
from typing import Protocol

from diary.models.dispatch import Lease
from diary.models.ids import BotId


class Leases(Protocol):
    async def owner(self, bot_id: BotId) -> str | None: ...

    async def take(
        self, bot_id: BotId, owner: str, *, dead: str | None, now: datetime, term: timedelta
    ) -> Lease | None:
        """Become the owner if nobody is, the last one's term has passed, or it is known to be `dead`."""
        ...

    async def renew(self, lease: Lease, *, now: datetime, term: timedelta) -> bool:
        """Prolong it; False where someone else owns the bot now."""
        ...

    async def holds(self, lease: Lease) -> bool:
        """Whether it is still this lease, until the transaction ends."""
        ...

    async def release(self, lease: Lease, *, now: datetime) -> None:
        """Let the next owner in at once."""
        ...
