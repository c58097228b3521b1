"""How fast one bot may speak: one pace for all that it sends, in the process that owns the bot."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from diary.models.deliveries import Lane
from diary.models.ids import ChatId

CHATS_PER_SECOND = 1.0
CHAT_BURST = 3.0
GROUP_MINUTE = 60.0
GROUP_LIMIT = 20
BULK_SHARE = 0.8
"""The rest of the pace is kept for lanes 0 and 1."""

BURST_SECONDS = 0.25
_REMEMBERED_CHATS = 20_000
_WHOLE = 1 - 1e-9


@dataclass(slots=True)
class Bucket:
    """Tokens that come at `rate` a second, at most `size` at once; overdrawn, it is paid back first."""

    rate: float
    size: float
    tokens: float
    at: float

    def fill(self, now: float) -> float:
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return self.tokens

    def wait(self, now: float) -> float:
        return max(0.0, (_WHOLE - self.fill(now)) / self.rate)


@dataclass(slots=True)
class _Chat:
    bucket: Bucket
    minute: deque[float] = field(default_factory=deque)


class Pacer:
    """Telegram's limits: so many messages a second a bot, one a second a chat, twenty a minute a group.

    The exact thresholds are undocumented, so that `pause` (its retry_after) is obeyed above all.
    """

    def __init__(self, *, per_second: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        now = monotonic()
        size = max(1.0, per_second * BURST_SECONDS)
        bulk = per_second * BULK_SHARE
        self._all = Bucket(per_second, size, size, now)
        self._bulk = Bucket(bulk, max(1.0, bulk * BURST_SECONDS), max(1.0, bulk * BURST_SECONDS), now)
        self._chats: dict[ChatId, _Chat] = {}
        self._paused_until = -math.inf

    def pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._monotonic() + seconds)

    def paused_for(self) -> float:
        return max(0.0, self._paused_until - self._monotonic())

    def at_hand(self, lane: Lane) -> int:
        """Return how many messages of this lane may go out now."""
        if self.paused_for():
            return 0
        now = self._monotonic()
        tokens = self._all.fill(now)
        if lane > Lane.TALK:
            tokens = min(tokens, self._bulk.fill(now))
        return max(0, math.floor(tokens + 1e-9))

    def wait(self, lane: Lane) -> float:
        """Return the seconds until a message of this lane may go out."""
        now = self._monotonic()
        wait = self._all.wait(now)
        if lane > Lane.TALK:
            wait = max(wait, self._bulk.wait(now))
        return max(wait, self.paused_for())

    def chat_wait(self, chat_id: ChatId) -> float:
        """Return the seconds until this chat may get one more."""
        chat = self._chats.get(chat_id)
        if chat is None:
            return 0.0
        now = self._monotonic()
        wait = chat.bucket.wait(now)
        while chat.minute and chat.minute[0] <= now - GROUP_MINUTE:
            chat.minute.popleft()
        if len(chat.minute) >= GROUP_LIMIT:
            wait = max(wait, chat.minute[-GROUP_LIMIT] + GROUP_MINUTE - now)
        return wait

    def spend(self, chat_id: ChatId, lane: Lane, count: int = 1) -> None:
        """Charge what goes out now; more than is at hand delays what follows."""
        now = self._monotonic()
        self._all.fill(now)
        self._all.tokens -= count
        if lane > Lane.TALK:
            self._bulk.fill(now)
            self._bulk.tokens -= count
        chat = self._chat(chat_id, now)
        chat.bucket.fill(now)
        chat.bucket.tokens -= count
        if chat_id < 0:
            chat.minute.extend([now] * count)

    def _chat(self, chat_id: ChatId, now: float) -> _Chat:
        if chat_id not in self._chats:
            if len(self._chats) >= _REMEMBERED_CHATS:
                self._forget_rested(now)
            self._chats[chat_id] = _Chat(Bucket(CHATS_PER_SECOND, CHAT_BURST, CHAT_BURST, now))
        return self._chats[chat_id]

    def _forget_rested(self, now: float) -> None:
        for chat_id, chat in list(self._chats.items()):
            quiet = not chat.minute or chat.minute[-1] <= now - GROUP_MINUTE
            if quiet and chat.bucket.fill(now) >= CHAT_BURST:
                del self._chats[chat_id]
