"""What bots called, in order, for tests and benchmarks."""

from collections import deque
from itertools import islice
from typing import Any

from simulator.state.signal import Signal

Json = dict[str, Any]

DEFAULT_KEPT = 100_000


class RequestLog:
    """The last `kept` calls; `n` counts from 1 and never repeats within a run."""

    def __init__(self, kept: int = DEFAULT_KEPT) -> None:
        self.count = 0
        self.added = Signal()
        self._entries: deque[Json] = deque(maxlen=kept)

    def add(self, entry: Json) -> None:
        self.count += 1
        entry["n"] = self.count
        self._entries.append(entry)
        self.added.fire()

    def since(self, after: int, method: str | None, limit: int | None = None) -> list[Json]:
        skipped = max(0, after - (self.count - len(self._entries)))
        later = islice(self._entries, skipped, None)
        wanted = method.lower() if method else None
        chosen = (entry for entry in later if wanted is None or entry["method"].lower() == wanted)
        return list(islice(chosen, limit))
