"""What becomes of one pushed entry: a pure decision between what is pushed and what is stored."""

from dataclasses import dataclass

from diary.kinds import KINDS
from diary.models.entries import Content, Draft, Kind, Op, Outcome
from diary.models.ids import EntryId
from diary.models.journal import EntryState, NewRevision
from diary.rules.changes import is_told
from diary.services.journal.fingerprints import fingerprint
from diary.services.journal.resolving import FlawedError

NEW = EntryId(0)


@dataclass(slots=True, kw_only=True)
class Candidate:
    """One pushed entry on its way through a transaction. `content` is None for a withdrawal."""

    draft: Draft
    content: Content | None
    content_hash: bytes = b""
    state: EntryState | None = None
    stored: Content | None = None
    """What it said before; read only where that matters."""

    @property
    def key(self) -> tuple[Kind, str]:
        return self.draft.kind, self.draft.external_id

    @property
    def needs_stored(self) -> bool:
        """Whether what is stored must be read to decide."""
        if self.state is None or self.is_same:
            return False
        return not (self.draft.op is Op.WITHDRAW and self.state.withdrawn)

    @property
    def is_same(self) -> bool:
        state = self.state
        return state is not None and not state.withdrawn and state.content_hash == self.content_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`revision` is None where nothing is stored; `told` says whether its content is news to tell."""

    outcome: Outcome
    number: int
    revision: NewRevision | None = None
    told: bool = False
    before: Content | None = None
    """What people were told so far, if they were told anything that still stands."""


def prepare(draft: Draft, content: Content | None) -> Candidate:
    digest = fingerprint(content) if content else b""
    return Candidate(draft=draft, content=content, content_hash=digest)


def plan(candidate: Candidate) -> Plan:
    """Raise FlawedError for a withdrawal of what was never pushed."""
    state, content = candidate.state, candidate.content
    if content is None:
        return _withdraw(candidate)
    if state is None:
        return _store(candidate, content, Outcome.CREATED, told=True)
    if candidate.is_same:
        return Plan(outcome=Outcome.UNCHANGED, number=state.revision)
    if state.withdrawn or candidate.stored is None:
        return _store(candidate, content, Outcome.CHANGED, told=True)
    told = is_told(KINDS[candidate.draft.kind], candidate.stored, content)
    return _store(candidate, content, Outcome.CHANGED, told=told, before=candidate.stored)


def _store(
    candidate: Candidate, content: Content, outcome: Outcome, *, told: bool, before: Content | None = None
) -> Plan:
    state = candidate.state
    number = state.revision + 1 if state else 1
    revision = NewRevision(
        entry_id=state.id if state else NEW,
        key=candidate.key,
        revision=number,
        told_revision=number if told or state is None else state.told_revision,
        op=Op.UPSERT,
        content=content,
        content_hash=candidate.content_hash,
    )
    return Plan(outcome=outcome, number=number, revision=revision, told=told, before=before)


def _withdraw(candidate: Candidate) -> Plan:
    state, stored = candidate.state, candidate.stored
    if state is None:
        raise FlawedError("id", "nothing to withdraw: no entry of this source, kind and id was ever pushed")
    if state.withdrawn or stored is None:
        return Plan(outcome=Outcome.UNCHANGED, number=state.revision)
    revision = NewRevision(
        entry_id=state.id,
        key=candidate.key,
        revision=state.revision + 1,
        told_revision=state.told_revision,
        op=Op.WITHDRAW,
        content=stored,
        content_hash=state.content_hash,
    )
    return Plan(outcome=Outcome.WITHDRAWN, number=revision.revision, revision=revision, before=stored)
