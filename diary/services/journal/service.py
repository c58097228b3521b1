"""POST /v1/entries: entries, revisions, deliveries and the audit of them, in transactions of a hundred."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diary.clock import Clock
from diary.models.entries import Draft, Json, Op, Outcome, Recorded
from diary.models.ids import EntryId
from diary.models.journal import NewRevision
from diary.models.school import School
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.journal.memory import RosterMemory
from diary.services.journal.news import News
from diary.services.journal.planning import NEW, Candidate, Plan, plan, prepare
from diary.services.journal.resolving import FlawedError, Resolver
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
            batch = _Batch(
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    uow: UnitOfWork
    source: str
    silent: bool
    now: datetime
    resolver: Resolver
    teller: Teller

    async def record(self, drafts: Sequence[Draft]) -> list[Recorded]:
        """Record entries of which none comes twice."""
        answers: dict[int, Recorded] = {}
        candidates: dict[int, Candidate] = {}
        for number, draft in enumerate(drafts):
            try:
                content = None if draft.op is Op.WITHDRAW else self.resolver.content(draft)
                candidates[number] = prepare(draft, content)
            except FlawedError as flaw:
                answers[number] = _rejected(draft, flaw)
        await self._recall(list(candidates.values()))
        plans: dict[int, Plan] = {}
        for number, candidate in candidates.items():
            try:
                plans[number] = plan(candidate)
                answers[number] = _accepted(candidate.draft, plans[number])
            except FlawedError as flaw:
                answers[number] = _rejected(candidate.draft, flaw)
        await self._store([(candidates[number], one) for number, one in plans.items()])
        return [answers[number] for number in range(len(drafts))]

    async def _recall(self, candidates: Sequence[Candidate]) -> None:
        """Read what is stored of them, and what it says only where that matters."""
        if not candidates:
            return
        states = await self.uow.entries.find(self.source, [one.key for one in candidates])
        for candidate in candidates:
            candidate.state = states.get(candidate.key)
        needed = {one.state.id: one for one in candidates if one.state and one.needs_stored}
        if needed:
            contents = await self.uow.entries.contents(needed)
            for entry_id, candidate in needed.items():
                candidate.stored = contents[entry_id]

    async def _store(self, plans: Sequence[tuple[Candidate, Plan]]) -> None:
        news = [(candidate, one, one.revision) for candidate, one in plans if one.revision]
        added = [revision for _, _, revision in news if revision.entry_id == NEW]
        revised = [revision for _, _, revision in news if revision.entry_id != NEW]
        ids = iter(await self.uow.entries.add(self.source, added, silent=self.silent, now=self.now))
        await self.uow.entries.revise(revised, silent=self.silent, now=self.now)
        told = [self._news(candidate, one, revision, ids) for candidate, one, revision in news]
        await self.teller.tell(told, silent=self.silent)

    def _news(self, candidate: Candidate, one: Plan, revision: NewRevision, ids: Iterator[EntryId]) -> News:
        return News(
            revision=revision,
            entry_id=next(ids) if revision.entry_id == NEW else revision.entry_id,
            received_at=candidate.state.received_at if candidate.state else self.now,
            told=one.told,
            before=one.before,
        )


def _accepted(draft: Draft, one: Plan) -> Recorded:
    return Recorded(external_id=draft.external_id, outcome=one.outcome, revision=one.number)


def _rejected(draft: Draft, flaw: FlawedError) -> Recorded:
    return Recorded(
        external_id=draft.external_id, outcome=Outcome.REJECTED, field=flaw.field, error=flaw.error
    )
