"""`python -m bench [--quick] [--only NAME …]`: measures, prints a table, writes results.json."""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.databases import Schools
from bench.harness import Bench
from bench.machine import commit, facts
from bench.report import Row, Run, keep, show
from bench.trials import TRIALS
from tests.support.product import ROOT

RESULTS = Path(__file__).parent / "results.json"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Benchmarks of the real process.")
    parser.add_argument("--quick", action="store_true", help="small sizes: minutes instead of half an hour")
    parser.add_argument("--only", nargs="+", choices=list(TRIALS), metavar="NAME", help=", ".join(TRIALS))
    return parser.parse_args()


async def measure(bench: Bench, names: Sequence[str]) -> list[Run]:
    """Run these trials; one that breaks is a row of its own, and the others go on."""
    runs = []
    for name in names:
        begin = time.perf_counter()
        try:
            rows: Sequence[Row] = await TRIALS[name](bench)
        except Exception as error:  # noqa: BLE001 - whatever broke, the rest is still measured
            traceback.print_exc()
            rows = [Row(what=name, bar="", measured=_said(error), met=False)]
        runs.append(
            Run(
                trial=name,
                commit=commit(),
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                quick=bench.quick,
                seconds=round(time.perf_counter() - begin, 1),
                rows=rows,
            )
        )
    return runs


def _said(error: Exception) -> str:
    """Return the words of our own errors; those of others may name places of this machine."""
    own = type(error).__module__.startswith("bench.")
    return f"broke: {type(error).__name__}" + (f", {error}" if own else "")


def main() -> int:
    """Return 1 where a bar was missed or a trial broke."""
    given = arguments()
    # ended from outside, it still ends what it has started
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    data = ROOT / "data"
    data.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=data) as folder,
        Progress(console=console, transient=True) as progress,
    ):
        place = Path(folder)
        machine = facts(place)
        bench = Bench(folder=place, quick=given.quick, progress=progress, schools=Schools(place))
        runs = asyncio.run(measure(bench, given.only or list(TRIALS)))
    show(runs, console)
    keep(RESULTS, machine, runs, list(TRIALS))
    return int(any(row.met is False for run in runs for row in run.rows))


if __name__ == "__main__":
    sys.exit(main())
