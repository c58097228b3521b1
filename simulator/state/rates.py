"""Telegram's sending limits as a token model (Bots FAQ: 30 a second, 1 a second a chat, 20 a minute a group).

Telegram does not publish exact thresholds; a bot must obey retry_after, and is refused until it has passed.
"""

from collections import deque
from dataclasses import dataclass, field

DEFAULT_BURST = 3
MINUTE = 60.0
_ROUNDING = 1e-6
_MANY = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float

    def wait(self, now: float, *, rate: float, size: float) -> float:
        """Seconds until a token is there."""
        self.tokens = min(size, self.tokens + (now - self.at) * rate)
        self.at = now
        return max(0.0, (1 - self.tokens) / rate - _ROUNDING)


@dataclass(slots=True)
class Rates:
    per_second: float | None = None
    per_chat: float | None = None
    per_group_minute: int | None = None
    burst: int = DEFAULT_BURST
    _bots: dict[int, _Bucket] = field(default_factory=dict)
    _chats: dict[tuple[int, int], _Bucket] = field(default_factory=dict)
    _groups: dict[tuple[int, int], deque[float]] = field(default_factory=dict)
    _refused: dict[tuple[int, int], float] = field(default_factory=dict)

    @property
    def off(self) -> bool:
        return self.per_second is None and self.per_chat is None and self.per_group_minute is None

    def shown(self) -> dict[str, float]:
        """Show the limits that are set, as they may be set again; none of them: nothing."""
        limits = {
            "per_second": self.per_second,
            "per_chat": self.per_chat,
            "per_group_minute": self.per_group_minute,
        }
        known = {name: limit for name, limit in limits.items() if limit is not None}
        return {**known, "burst": self.burst} if known else {}

    def charge(self, bot: int, chat: int, now: float) -> float:
        """Spend a token for one message, or say how long the bot must wait: nothing is spent then."""
        whole, here = (bot, 0), (bot, chat)
        waits = {
            whole: max(self._still_refused(whole, now), self._whole_wait(bot, now)),
            here: max(
                self._still_refused(here, now), self._chat_wait(here, now), self._group_wait(here, now)
            ),
        }
        if not any(waits.values()):
            self._spend(bot, here, now)
            return 0.0
        for key, wait in waits.items():
            if wait:
                self._refused[key] = max(self._refused.get(key, 0.0), now + wait)
        return max(waits.values())

    def _still_refused(self, key: tuple[int, int], now: float) -> float:
        until = self._refused.get(key)
        if until is None:
            return 0.0
        if until <= now:
            del self._refused[key]
            return 0.0
        return until - now

    def _whole_wait(self, bot: int, now: float) -> float:
        if self.per_second is None:
            return 0.0
        bucket = self._bots.setdefault(bot, _Bucket(self.per_second, now))
        return bucket.wait(now, rate=self.per_second, size=max(self.per_second, 1))

    def _chat_wait(self, key: tuple[int, int], now: float) -> float:
        if self.per_chat is None:
            return 0.0
        if len(self._chats) > _MANY:
            self._chats.clear()
        bucket = self._chats.setdefault(key, _Bucket(self.burst, now))
        return bucket.wait(now, rate=self.per_chat, size=max(self.burst, 1))

    def _group_wait(self, key: tuple[int, int], now: float) -> float:
        if self.per_group_minute is None or key[1] > 0:
            return 0.0
        sent = self._groups.setdefault(key, deque())
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        return 0.0 if len(sent) < self.per_group_minute else sent[0] + MINUTE - now

    def _spend(self, bot: int, key: tuple[int, int], now: float) -> None:
        if bucket := self._bots.get(bot):
            bucket.tokens -= 1
        if bucket := self._chats.get(key):
            bucket.tokens -= 1
        if (sent := self._groups.get(key)) is not None:
            sent.append(now)
