"""Failed tries at codes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.ids import BotId, TelegramUserId


class CodeTries(Protocol):
    async def lock(self, user: TelegramUserId) -> None:
        """Have other tries of this account wait until this transaction ends."""
        ...

    async def begin(self, bot_id: BotId, user: TelegramUserId, *, now: datetime) -> int:
        """Count a try as failed until it is forgiven, so that racing tries cannot slip through."""
        ...

    async def forgive(self, try_id: int) -> None: ...

    async def since(self, bot_id: BotId, user: TelegramUserId, moment: datetime) -> Sequence[datetime]:
        """Return when this account failed (or is trying), oldest first."""
        ...

    async def of_all_since(self, bot_id: BotId, moment: datetime) -> int:
        """Return how often all accounts failed."""
        ...

    async def forget(self, *, before: datetime) -> int: ...
