import json
from pathlib import Path

from rich.console import Console

from bench.report import Row, Run, keep, show

ORDER = ("latency", "rest")


def run(trial: str, measured: str, *, met: bool | None = True) -> Run:
    row = Row(what=trial, bar="≤ 5", measured=measured, met=met)
    return Run(trial=trial, commit="abc", at="2026-09-14T12:00:00+00:00", quick=True, seconds=1.5, rows=[row])


def test_one_trial_measured_again_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    keep(path, {"cores": 2}, [run("rest", "4"), run("latency", "3")], ORDER)

    keep(path, {"cores": 2}, [run("rest", "9", met=False)], ORDER)

    kept = json.loads(path.read_text())
    assert [(one["trial"], one["rows"][0]["measured"]) for one in kept["runs"]] == [
        ("latency", "3"),
        ("rest", "9"),
    ]


def test_the_table_tells_what_was_missed() -> None:
    console = Console(record=True, width=120)

    show([run("latency", "3"), run("rest", "9", met=False), run("rest", "1", met=None)], console)

    text = console.export_text()
    assert all(word in text for word in ("met", "missed", "for comparison"))
