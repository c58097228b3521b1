"""Time that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

MONDAY_NOON = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
"""12:00 in Moscow on a school day."""


class FrozenClock:
    def __init__(self, now: datetime = MONDAY_NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **parts: float) -> datetime:
        self._now += timedelta(**parts)
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now
