"""A bot's incoming updates, kept until confirmed and no longer than 24 hours (Bot API, Getting updates)."""

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from simulator.state.signal import Signal

KEPT_SECONDS = 24 * 3600
DEFAULT_EXCLUDED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    id: int
    at: float
    body: dict[str, Any]


@dataclass(slots=True)
class UpdateQueue:
    next_id: int = 1
    pending: deque[PendingUpdate] = field(default_factory=deque)
    signal: Signal = field(default_factory=Signal)

    def add(self, at: float, kind: str, content: dict[str, Any]) -> PendingUpdate:
        update = PendingUpdate(self.next_id, at, {"update_id": self.next_id, kind: content})
        self.next_id += 1
        self.pending.append(update)
        self.signal.fire()
        return update

    def confirm(self, offset: int) -> list[PendingUpdate]:
        """Forget every update below the offset; return them."""
        confirmed = []
        while self.pending and self.pending[0].id < offset:
            confirmed.append(self.pending.popleft())
        return confirmed

    def expire(self, now: float) -> None:
        while self.pending and self.pending[0].at < now - KEPT_SECONDS:
            self.pending.popleft()

    def first(self, limit: int) -> list[dict[str, Any]]:
        return [update.body for update in itertools.islice(self.pending, limit)]

    def offset_of_last(self, count: int) -> int:
        """Find the offset that leaves only the last `count` updates, for negative offsets."""
        return self.next_id if not self.pending else self.pending[-min(count, len(self.pending))].id
