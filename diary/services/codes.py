"""Issuing codes that give rights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from diary.clock import Clock
from diary.errors import CodeOwnerError, NotEntitledError
from diary.models.codes import CodeSummary, IssuedCode, NewCode
from diary.models.ids import CodeId, PersonId, StaffId, StudentId
from diary.models.people import STAFF_ROLES, Role
from diary.ports import Storage, UnitOfWork
from diary.services.code_log import keep_code, log_revoked
from diary.services.minting import free_selector, mint
from diary.services.verifiers import Verifiers

VALID_FOR = timedelta(days=14)
ISSUED_TO = frozenset({Role.GUARDIAN, Role.STUDENT})
LONGEST_LABEL = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesService:
    """`bot_username` gives the name that deep links lead to, empty while it is not known."""

    storage: Storage
    clock: Clock
    verifiers: Verifiers
    bot_username: Callable[[], str]

    async def issue(
        self,
        *,
        role: Role,
        student_external: str | None = None,
        staff_external: str | None = None,
        label: str = "",
        issued_by: PersonId | None = None,
    ) -> IssuedCode:
        """Issue a single-use code; an unspent one of the same owner, role and label is revoked.

        Raises CodeOwnerError where the roster does not know the owner in this role.
        """
        label = " ".join(label.split())
        _check_form(role, student_external, staff_external, label)
        now = self.clock.now()
        minted = await mint(self.verifiers)
        new = NewCode(
            role=role,
            student_id=None,
            staff_id=None,
            label=label,
            selector=0,
            verifier_hash=minted.verifier_hash,
            token_hash=minted.token_hash,
            issued_by=issued_by,
            expires_at=now + VALID_FOR,
        )
        async with self.storage.write() as uow:
            student_id, staff_id = await _owner(uow, role, student_external, staff_external)
            selector = await free_selector(uow, now=now)
            new = replace(new, student_id=student_id, staff_id=staff_id, selector=selector)
            code_id = await keep_code(uow, new, now=now)
            await uow.commit()
        username = self.bot_username()
        return minted.issued(code_id, selector, bot_username=username, expires_at=new.expires_at)

    async def list(self) -> Sequence[CodeSummary]:
        """Return what was issued, newest first; codes themselves are not known any more."""
        async with self.storage.read() as uow:
            return await uow.codes.all(now=self.clock.now())

    async def revoke(self, code_id: CodeId, *, revoked_by: PersonId | None = None) -> None:
        """Make an unspent code worthless; raises NotEntitledError where there is none."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            revoked = await uow.code_ends.revoke([code_id], now=now)
            if not revoked:
                raise NotEntitledError
            await log_revoked(uow, revoked, by=revoked_by, now=now)
            await uow.commit()


def _check_form(role: Role, student: str | None, staff: str | None, label: str) -> None:
    if role not in ISSUED_TO | STAFF_ROLES:
        raise CodeOwnerError("role", "codes of this role are given out by guardians in the chat")
    if role in STAFF_ROLES and (staff is None or student is not None):
        raise CodeOwnerError("staff", "a code of this role is for a staff member: give `staff` alone")
    if role in ISSUED_TO and (student is None or staff is not None):
        raise CodeOwnerError("student", "a code of this role is for a student: give `student` alone")
    if len(label) > LONGEST_LABEL:
        raise CodeOwnerError("label", f"a label has at most {LONGEST_LABEL} characters")


async def _owner(
    uow: UnitOfWork, role: Role, student: str | None, staff: str | None
) -> tuple[StudentId | None, StaffId | None]:
    if student is not None:
        student_id = await uow.codes.student(student)
        if student_id is None:
            raise CodeOwnerError("student", "no such student: put them into the roster first")
        return student_id, None
    member = await uow.codes.staff_member(staff or "")
    if member is None:
        raise CodeOwnerError("staff", "no such staff member: put them into the roster first")
    staff_id, roles = member
    if role not in roles:
        raise CodeOwnerError("role", "the roster does not give this role to this staff member")
    return None, staff_id
