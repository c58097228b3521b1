"""What the figures were measured on; nothing that names the machine or its folders."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.product import ROOT


def facts(folder: Path) -> dict[str, Any]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": _cpu(),
        "python": platform.python_version(),
        "system": platform.system(),
        "fsync_ms": _fsync_ms(folder),
    }


def commit() -> str:
    """Return the short id of the commit, with a plus where the checkout differs from it."""
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results.json")
    return _git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _git(*words: str) -> str:
    try:
        answer = subprocess.run(
            ["git", *words],  # noqa: S607 - whichever git is installed
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.strip()


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _fsync_ms(folder: Path) -> float:
    """Return how long the disk takes to keep 4 KiB: commits can be no faster."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(b"\0" * 4096)
            file.flush()
            begin = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return round(statistics.median(taken) * 1000, 3)
