"""Spreadsheets are parsed in a process of their own, which may die without harm."""

import json
import subprocess
import sys
from pathlib import Path

from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files import limits
from intake.files.sheets import Sheet, build_sheets

READER = Path(__file__).with_name("sheet_reader.py")
LIMITS = {
    "sheets": limits.MAX_SHEETS,
    "rows": limits.MAX_ROWS,
    "columns": limits.MAX_COLUMNS,
    "cell": limits.MAX_CELL,
    "characters": limits.MAX_CHARACTERS,
    "memory": limits.READER_MEMORY,
    "seconds": limits.READER_SECONDS,
}


def read_spreadsheet(data: bytes) -> tuple[Sheet, ...]:
    """Return the visible sheets; blocks for as long as that takes, at most a little over READER_SECONDS."""
    answer = json.loads(_run_reader(data))
    if "refusal" in answer:
        raise RosterFileError(Refusal(answer["refusal"]), **_limits_named())
    return build_sheets(answer["sheets"])


def _run_reader(data: bytes) -> bytes:
    command = [sys.executable, "-I", "-X", "utf8", str(READER), json.dumps(LIMITS)]
    try:
        done = subprocess.run(  # noqa: S603 # our own script, nothing of the file is in the command
            command, input=data, capture_output=True, timeout=limits.READER_SECONDS + 5, check=False
        )
    except subprocess.TimeoutExpired:
        raise RosterFileError(Refusal.TOO_DEMANDING) from None
    if done.returncode < 0:
        raise RosterFileError(Refusal.TOO_DEMANDING)
    if done.returncode:
        raise RosterFileError(Refusal.DAMAGED)
    return done.stdout


def _limits_named() -> dict[str, int]:
    return {"rows": limits.MAX_ROWS, "columns": limits.MAX_COLUMNS, "sheets": limits.MAX_SHEETS}
