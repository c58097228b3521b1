"""Codes that the office's yes gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.models.codes import IssuedCode, NewCode
from diary.models.ids import PersonId, StaffId, StudentId, TelegramUserId
from diary.models.people import Role
from diary.ports import UnitOfWork
from diary.services.code_log import keep_code
from diary.services.codes import VALID_FOR
from diary.services.minting import Minted, free_selector, mint
from diary.services.verifiers import Verifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a code is to give, and to whom: `reserved_by` alone may spend it; nobody ever reads it."""

    role: Role
    student_id: StudentId | None = None
    staff_id: StaffId | None = None
    person_id: PersonId | None = None
    label: str = ""
    reserved_by: TelegramUserId | None = None
    issued_by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Granting:
    """`bot_username` gives the name that deep links lead to, empty while it is not known."""

    verifiers: Verifiers
    bot_username: Callable[[], str]

    async def mint(self) -> Minted:
        """Do the slow work, outside of any transaction."""
        return await mint(self.verifiers)

    async def give(
        self,
        uow: UnitOfWork,
        minted: Minted,
        grant: Grant,
        *,
        now: datetime,
        valid_for: timedelta = VALID_FOR,
    ) -> IssuedCode:
        selector = await free_selector(uow, now=now)
        new = NewCode(
            role=grant.role,
            student_id=grant.student_id,
            staff_id=grant.staff_id,
            person_id=grant.person_id,
            label=grant.label,
            selector=selector,
            verifier_hash=minted.verifier_hash,
            token_hash=minted.token_hash,
            issued_by=grant.issued_by,
            expires_at=now + valid_for,
            reserved_by=grant.reserved_by,
        )
        code_id = await keep_code(uow, new, now=now)
        name = self.bot_username()
        return minted.issued(code_id, selector, bot_username=name, expires_at=new.expires_at)
