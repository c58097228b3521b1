"""Roster files: reading them, and what comes of a decision about them."""

from datetime import date
from typing import Protocol

from diary.models.found_roster import Preview
from diary.models.roster import Rejection, RosterPatch
from diary.models.roster_difference import Difference
from diary.models.roster_files import Decision
from diary.models.school_lists import SchoolLists


class RosterFiles(Protocol):
    @property
    def most_bytes(self) -> int:
        """Return the size above which a file is refused unread."""
        ...

    async def examine(
        self, name: str, data: bytes, *, today: date, known: SchoolLists
    ) -> tuple[Preview, Difference]:
        """Read a file and compare it with what is known, in bounded time and memory.

        Raises RosterFileError, with nothing read.
        """
        ...

    def patch(self, difference: Difference, decision: Decision) -> tuple[RosterPatch, list[Rejection]]:
        """Return the push that makes the change, and what of it no push can take."""
        ...

    def template(self, locale: str) -> bytes:
        """Return an empty list to fill in, as XLSX."""
        ...
