"""What the push API asks of the diary."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from diary.models.codes import IssuedCode
from diary.models.entries import Draft, Kind, Recorded
from diary.models.journal import EntryStatus
from diary.models.people import Role
from diary.models.roster import RosterOutcome, RosterPatch


class Journal(Protocol):
    async def record(
        self, source: str, drafts: Sequence[Draft], *, silent: bool = False
    ) -> Sequence[Recorded]: ...


class Rosters(Protocol):
    async def put(self, patch: RosterPatch) -> RosterOutcome: ...


class Statuses(Protocol):
    async def status(self, source: str, external_id: str, *, kind: Kind | None = None) -> EntryStatus: ...


class Codes(Protocol):
    async def issue(
        self,
        *,
        role: Role,
        student_external: str | None = None,
        staff_external: str | None = None,
        label: str = "",
    ) -> IssuedCode: ...


class Keys(Protocol):
    async def verify(self, presented: str) -> str | None: ...


Probe: TypeAlias = Callable[[], Awaitable[bool]]
"""Whether something that the service leans on can be reached now."""
