"""What the engine counts."""

from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge


class Metrics(Protocol):
    def settled(self, state: str, count: int = 1) -> None:
        """Count deliveries by what became of them: sent, queued (tried again), unknown, dead, missed."""
        ...

    def lag(self, seconds: float) -> None:
        """Note how long the last message taken had been due."""
        ...

    def in_flight(self, count: int) -> None: ...


class NoMetrics:
    def settled(self, state: str, count: int = 1) -> None:
        pass

    def lag(self, seconds: float) -> None:
        pass

    def in_flight(self, count: int) -> None:
        pass


class PrometheusMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._settled = Counter(
            "diary_deliveries", "Deliveries by what became of them", ["state"], registry=registry
        )
        self._lag = Gauge(
            "diary_queue_lag_seconds", "How long the last message taken had been due", registry=registry
        )
        self._in_flight = Gauge("diary_messages_in_flight", "Calls waiting for an answer", registry=registry)

    def settled(self, state: str, count: int = 1) -> None:
        self._settled.labels(state).inc(count)

    def lag(self, seconds: float) -> None:
        self._lag.set(seconds)

    def in_flight(self, count: int) -> None:
        self._in_flight.set(count)
