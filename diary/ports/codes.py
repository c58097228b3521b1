"""Codes that give rights."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.codes import CodeSummary, KeptCode, NewCode
from diary.models.ids import CodeId, PersonId, StaffId, StudentId, TelegramUserId
from diary.models.people import Role


class AccessCodes(Protocol):
    async def student(self, external_id: str) -> StudentId | None:
        """None where the school has no such student (any more)."""
        ...

    async def staff_member(self, external_id: str) -> tuple[StaffId, frozenset[Role]] | None:
        """Return them and the roles that the roster gives them."""
        ...

    async def add(self, code: NewCode, *, now: datetime) -> CodeId: ...

    async def selector_is_taken(self, selector: int, *, now: datetime) -> bool:
        """Whether a live code is found by it."""
        ...

    async def by_selector(self, selector: int, *, now: datetime) -> KeptCode | None:
        """Return the code if it is live: not spent, revoked, burned or expired, its owner still at school."""
        ...

    async def by_token(self, token_hash: bytes, *, now: datetime) -> KeptCode | None:
        """As `by_selector`."""
        ...

    async def used(
        self, person_id: PersonId, *, selector: int | None, token_hash: bytes | None, now: datetime
    ) -> KeptCode | None:
        """Return the code if this person has spent it, and has by it what it gave."""
        ...

    async def reserve(
        self, code_id: CodeId, user: TelegramUserId, *, now: datetime, until: datetime
    ) -> datetime | None:
        """Hold a live code that nobody else holds; None where that was lost to someone."""
        ...

    async def free(self, code_id: CodeId, user: TelegramUserId) -> None:
        """Let go of what this account holds."""
        ...

    async def free_forgotten(self, *, now: datetime) -> int:
        """Let go of what accounts hold for longer than they may."""
        ...

    async def reserved(self, code_id: CodeId, user: TelegramUserId, *, now: datetime) -> KeptCode | None:
        """Return the code if this account holds it now."""
        ...

    async def spend(
        self, code_id: CodeId, user: TelegramUserId, person_id: PersonId, *, now: datetime
    ) -> bool:
        """One conditional update, so that a code is spent once, by whom it is held for."""
        ...

    async def all(
        self, *, now: datetime, student_id: StudentId | None = None, limit: int = 1000
    ) -> Sequence[CodeSummary]:
        """Newest first."""
        ...

    async def count_failure(self, code_id: CodeId, *, burn_at: int, now: datetime) -> bool:
        """Count a wrong verifier against the code; True when this one has burned it."""
        ...
