"""The table that is printed and the file that is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

VERDICTS = {True: "[green]met[/green]", False: "[red]missed[/red]", None: "for comparison"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `met` is None where there is no bar; `figures` has the numbers behind it."""

    what: str
    bar: str
    measured: str
    met: bool | None
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one trial found, and when, at which commit and at which size."""

    trial: str
    commit: str
    at: str
    quick: bool
    seconds: float
    rows: Sequence[Row]


def show(runs: Sequence[Run], console: Console) -> None:
    table = Table(title="Benchmarks")
    for heading in ("what", "bar", "measured", "verdict"):
        table.add_column(heading, overflow="fold")
    for row in (row for run in runs for row in run.rows):
        table.add_row(row.what, row.bar, row.measured, VERDICTS[row.met])
    console.print(table)


def keep(path: Path, machine: Mapping[str, Any], runs: Sequence[Run], order: Sequence[str]) -> None:
    """Write the results; those of trials that were not run this time stay as they were."""
    kept = _kept(path) | {run.trial: asdict(run) for run in runs}
    document = {"machine": dict(machine), "runs": [kept[name] for name in order if name in kept]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _kept(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    return {run["trial"]: run for run in json.loads(path.read_text(encoding="utf-8"))["runs"]}
