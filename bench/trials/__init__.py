"""Each trial is a module with a `run`; the order is that of the table."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bench.harness import Bench
from bench.report import Row
from bench.trials import at_rest, deliveries, ingest, kills, latency, old_years

Trial = Callable[[Bench], Awaitable[Sequence[Row]]]

TRIALS: Mapping[str, Trial] = {
    "latency": latency.run,
    "deliveries": deliveries.run,
    "ingest": ingest.run,
    "old": old_years.run,
    "kills-sqlite": kills.run_on_sqlite,
    "kills-postgresql": kills.run_on_postgresql,
    "rest": at_rest.run,
}
