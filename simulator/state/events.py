"""What happens, numbered, for the page and for tests that wait."""

import asyncio
from collections import deque
from typing import Any

from simulator.state.signal import Signal

Event = dict[str, Any]

KEPT = 20_000


class EventBus:
    """A bounded history with long polling; `request` events exist only while somebody asks for them."""

    def __init__(self, seq: int = 0) -> None:
        self.seq = seq
        self.closed = False
        self.request_listeners = 0
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._signal = Signal()

    def publish(self, kind: str, bot: int | None = None, chat: int | None = None, **data: Any) -> None:
        self.seq += 1
        self._events.append({"seq": self.seq, "kind": kind, "bot": bot, "chat": chat, **data})
        self._signal.fire()

    def since(self, after: int, *, requests: bool = False) -> list[Event]:
        found = []
        for event in reversed(self._events):
            if event["seq"] <= after:
                break
            if requests or event["kind"] != "request":
                found.append(event)
        return found[::-1]

    async def wait(self, after: int, seconds: float, *, requests: bool = False) -> list[Event]:
        """Events after `after`, waiting for the first one; empty when the time is over or the server ends."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        self.request_listeners += requests
        try:
            while not (events := self.since(after, requests=requests)) and not self.closed:
                remaining = deadline - loop.time()
                if remaining <= 0 or not await self._signal.wait(remaining):
                    break
            return events
        finally:
            self.request_listeners -= requests

    def close(self) -> None:
        self.closed = True
        self._signal.fire()
