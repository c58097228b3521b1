"""What people ask the school for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.ids import AccountId, CodeId, PersonId, RequestId, StudentId
from diary.models.people import Student
from diary.models.requests import Claims, Employee, Holder, NewRequest, Request, RequestKind, RequestState


class Requests(Protocol):
    async def lock_account(self, account_id: AccountId) -> None:
        """Have whoever else asks from this account wait until this transaction ends."""
        ...

    async def add(self, new: NewRequest, *, now: datetime) -> RequestId: ...

    async def get(self, request_id: RequestId) -> Request | None: ...

    async def undecided_of(
        self, account_id: AccountId, kind: RequestKind | None = None, student_id: StudentId | None = None
    ) -> Sequence[Request]:
        """Return what was asked from this account and is undecided, of this kind about this student."""
        ...

    async def granted_to(self, account_id: AccountId, *, now: datetime) -> Sequence[CodeId]:
        """Return the codes that this account may spend: what was approved, and not consented to yet."""
        ...

    async def asked_since(self, account_id: AccountId, moment: datetime) -> int:
        """Return how often this account has asked for anything."""
        ...

    async def page(self, states: Collection[RequestState], *, offset: int, limit: int) -> Sequence[Request]:
        """Oldest first."""
        ...

    async def count(self, states: Collection[RequestState]) -> int: ...

    async def send_again(self, request_id: RequestId, claims: Claims, *, now: datetime) -> bool:
        """Answer what was asked back; False where nothing is."""
        ...

    async def ask_back(self, request_id: RequestId, claims: Claims, *, by: PersonId, now: datetime) -> bool:
        """Have it wait for the asker; False where it is not open."""
        ...

    async def decide(
        self,
        request_id: RequestId,
        state: RequestState,
        *,
        now: datetime,
        by: PersonId | None = None,
        reason: str | None = None,
        code_id: CodeId | None = None,
    ) -> bool:
        """One conditional update, so that it is decided once; False where it is."""
        ...

    async def set_seen(self, request_id: RequestId, *, seen: bool) -> bool:
        """Tick "seen in person" or untick it; False where it is decided."""
        ...

    async def give_code(self, request_id: RequestId, code_id: CodeId) -> bool:
        """Note the code of an approved request that has none yet; False where it has one."""
        ...

    async def students(self) -> Sequence[Student]:
        """Return everyone at school."""
        ...

    async def employees(self) -> Sequence[Employee]:
        """Return all staff."""
        ...

    async def holders(self, student_id: StudentId, *, now: datetime) -> Sequence[Holder]:
        """Return who has a right on the student, oldest first."""
        ...

    async def unanswered(self, *, sent_before: datetime) -> Sequence[RequestId]:
        """Return what has been open since then and was not chased."""
        ...

    async def mark_chased(self, request_ids: Collection[RequestId], *, now: datetime) -> int:
        """Return how many were not yet: of two who chase, one does."""
        ...

    async def abandoned(self, *, before: datetime) -> Sequence[PersonId]:
        """Return applicants of whom nothing came: no right ever, no request, no consent since."""
        ...

    async def erase(self, *, before: datetime) -> int:
        """Erase what was decided, or has waited for the asker, since before then; return how many."""
        ...
