"""Some entries within one transaction: what they refer to, what is stored of them, what becomes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.models.entries import Draft, Op, Outcome, Recorded
from diary.models.ids import EntryId
from diary.models.journal import NewRevision
from diary.ports import UnitOfWork
from diary.services.journal.news import News
from diary.services.journal.planning import NEW, Candidate, Plan, plan, prepare
from diary.services.journal.resolving import FlawedError, Resolver
from diary.services.journal.telling import Teller


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One transaction's work on entries of one source."""

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
