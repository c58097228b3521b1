"""What the push API counts."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class PushMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.entries = Counter("diary_entries", "Entries pushed, by outcome", ["outcome"], registry=registry)
        self.in_flight = Gauge("diary_pushes_in_flight", "Pushes being worked on", registry=registry)
        self.seconds = Histogram(
            "diary_push_seconds", "Time to answer a push, by route", ["route"], registry=registry
        )
