"""POST /v1/entries: entries, revisions, deliveries and the audit of them, in transactions of a hundred."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diary.clock import Clock
from diary.models.entries import Draft, Json, Outcome, Recorded
from diary.models.school import School
from diary.ports import Storage
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.journal.batch import Batch
from diary.services.journal.memory import RosterMemory
from diary.services.journal.resolving import Resolver
from diary.services.journal.telling import Teller

BATCH = 100
"""Entries a transaction: whoever else writes waits for no more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalService:
    storage: Storage
    clock: Clock
    school: School
    timing: Timing
    memory: RosterMemory = field(default_factory=RosterMemory)

    async def record(self, source: str, drafts: Sequence[Draft], *, silent: bool = False) -> list[Recorded]:
        """Store what is new or changed and put it on its way; answer for each, in the order given.

        The same content again changes nothing, however often and from wherever at once it is pushed. One that
        cannot be stored is rejected alone. `silent` stores without notifying.
        """
        recorded: list[Recorded] = []
        for start in range(0, len(drafts), BATCH):
            recorded += await self._transaction(source, drafts[start : start + BATCH], silent=silent)
        return recorded

    async def _transaction(self, source: str, drafts: Sequence[Draft], *, silent: bool) -> list[Recorded]:
        now = self.clock.now()
        recorded: list[Recorded] = []
        async with self.storage.write() as uow:
            await uow.roster.lock()
            known = await self.memory.recall(uow, self.school.today(now))
            batch = Batch(
                uow=uow,
                source=source,
                silent=silent,
                now=now,
                resolver=Resolver(known=known, timezone=self.school.timezone),
                teller=Teller(uow=uow, known=known, timing=self.timing, now=now),
            )
            for wave in _waves(drafts):
                recorded += await batch.record(wave)
            counts = Counter(str(one.outcome) for one in recorded if one.outcome in STORED)
            if counts:
                detail: dict[str, Json] = {"source": source, "silent": silent, **counts}
                await uow.audit.add(AuditRecord(action="entries_recorded", detail=detail), now=now)
                await uow.commit()
        return recorded


STORED = frozenset({Outcome.CREATED, Outcome.CHANGED, Outcome.WITHDRAWN})


def _waves(drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """Split where an entry comes a second time, so that each is settled before it comes again."""
    wave: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        key = (draft.kind, draft.external_id)
        if key in wave:
            yield list(wave.values())
            wave = {}
        wave[key] = draft
    if wave:
        yield list(wave.values())
