"""How fast it went, and the processor time of one: the second is telling even where the cores are shared."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    per_second: float
    cpu_us: float
    """Processor time of the measured process for each, in microseconds; all its threads."""


def cpu_seconds(pid: int) -> float:
    """Return what the process has used so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def per_second(paces: Sequence[Pace]) -> float:
    return median(pace.per_second for pace in paces)


def figures(name: str, paces: Sequence[Pace]) -> dict[str, Any]:
    return {
        f"{name}_per_second": [round(pace.per_second) for pace in paces],
        f"{name}_cpu_us_each": [round(pace.cpu_us) for pace in paces],
    }
