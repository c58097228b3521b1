"""Roster files as the diary asks for them, each read and compared in a process of its own."""

import asyncio
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

from diary.models.found_roster import Preview
from diary.models.roster import Rejection, RosterPatch
from diary.models.roster_difference import Difference
from diary.models.roster_files import Decision
from diary.models.roster_refusals import Refusal, RosterFileError
from diary.models.school_lists import SchoolLists
from intake.files import limits
from intake.files.examiner import OUT_OF_MEMORY
from intake.files.patch import to_roster
from intake.push.rosters import read_roster

EXAMINER = Path(__file__).with_name("examiner.py")


class RosterFileDesk:
    """Reads one file at a time: each may take all of the memory that a file is given."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    @property
    def most_bytes(self) -> int:
        return limits.MAX_BYTES

    async def examine(
        self, name: str, data: bytes, *, today: date, known: SchoolLists
    ) -> tuple[Preview, Difference]:
        order = pickle.dumps((name, data, today, known))
        async with self._turn:
            answer = await asyncio.to_thread(_run_examiner, order)
        # written by our own process; the file itself is never unpickled
        outcome = pickle.loads(answer)  # noqa: S301
        if isinstance(outcome, RosterFileError):
            raise outcome
        preview, difference = outcome
        return preview, difference

    def patch(self, difference: Difference, decision: Decision) -> tuple[RosterPatch, list[Rejection]]:
        body = to_roster(
            difference,
            accept=difference.asks if decision.doubtful else (),
            keep=() if decision.leavers else [one.external_id for one in difference.left],
        )
        return read_roster(body)

    def template(self, locale: str) -> bytes:
        from intake.files.template import template  # noqa: PLC0415 # openpyxl is heavy, and rarely needed

        return template(locale)


def _run_examiner(order: bytes) -> bytes:
    bounds = str(limits.EXAMINER_MEMORY), str(limits.EXAMINER_SECONDS)
    command = [sys.executable, "-I", "-X", "utf8", str(EXAMINER), *bounds]
    try:
        done = subprocess.run(  # noqa: S603 # our own script, nothing of the file is in the command
            command, input=order, capture_output=True, timeout=limits.EXAMINER_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired:
        raise RosterFileError(Refusal.TOO_DEMANDING) from None
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:
        raise RosterFileError(Refusal.TOO_DEMANDING)
    if done.returncode:
        # what it says of itself may hold names
        msg = f"the examiner ended with {done.returncode}"
        raise RuntimeError(msg)
    return done.stdout
