"""The roster, remembered between pushes."""

from dataclasses import dataclass, field
from datetime import date

from diary.models.roster import KnownRoster
from diary.ports import UnitOfWork


@dataclass(slots=True)
class RosterMemory:
    """Asks in every transaction whether what it remembers still holds: replicas change the roster too."""

    _known: KnownRoster | None = field(default=None, init=False)

    async def recall(self, uow: UnitOfWork, today: date) -> KnownRoster:
        version = await uow.roster.version()
        known = self._known
        if known is None or (known.version, known.day) != (version, today):
            known = self._known = await uow.roster.known(today)
        return known
