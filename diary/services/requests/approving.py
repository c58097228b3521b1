"""What the office's yes to an application gives: a code that its applicant alone may spend."""

from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import BarredError, NoMatchError, NotEntitledError, NotSeenInPersonError
from diary.models.codes import IssuedCode
from diary.models.entries import Json
from diary.models.farewells import ACCOUNT_RECOVERED
from diary.models.ids import PersonId, RequestId, StaffId, StudentId
from diary.models.people import STAFF_ROLES, Account, Role
from diary.models.requests import Handing, Request, RequestKind, RequestState
from diary.ports import Storage, UnitOfWork
from diary.rules.timing import Timing
from diary.services.consents import version_in_force
from diary.services.requests.decisions import decide, open_request
from diary.services.requests.desk import matching
from diary.services.requests.granting import Grant, Granting
from diary.services.requests.telling import APPROVED, CODE_AT_SCHOOL, CODE_IN_CHAT, tell_asker
from diary.services.succession import end_access


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovingService:
    """Every method raises NotEntitledError outside the office, and RequestDecidedError for the slower.

    The code is spent with the consent to the document in force: the school's, or ours of `consent_version`.
    """

    storage: Storage
    clock: Clock
    timing: Timing
    granting: Granting
    consent_version: str

    async def approve_guardian(
        self, office: Account, request_id: RequestId, student_id: StudentId, *, label: str
    ) -> None:
        """Raise NotSeenInPersonError; NoMatchError for a student whom the claims do not mean; BarredError."""
        now, minted = self.clock.now(), await self.granting.mint()
        async with self.storage.write() as uow:
            request = await self._application(uow, office, request_id, RequestKind.GUARDIAN, now)
            if student_id not in {one.student.id for one in await matching(uow, request)}:
                raise NoMatchError
            if await uow.custody.is_barred(request.person_id, student_id):
                raise BarredError
            grant = Grant(
                role=Role.GUARDIAN,
                student_id=student_id,
                label=label,
                reserved_by=request.user,
                issued_by=office.person_id,
            )
            code = await self.granting.give(uow, minted, grant, now=now)
            await self._approve(uow, request, office, code, now)
            await uow.commit()

    async def approve_staff(self, office: Account, request_id: RequestId, staff_id: StaffId) -> None:
        """Give the role that the roster gives, in place of an older account.

        Raises NotSeenInPersonError, NoMatchError.
        """
        now, minted = self.clock.now(), await self.granting.mint()
        async with self.storage.write() as uow:
            request = await self._application(uow, office, request_id, RequestKind.STAFF, now)
            employees = {one.id: one for one in await uow.requests.employees()}
            roles = employees[staff_id].roles & STAFF_ROLES if staff_id in employees else frozenset()
            if not roles:
                raise NoMatchError
            employee = employees[staff_id]
            if employee.reachable:
                await end_access(uow, employee.person_id, ACCOUNT_RECOVERED, by=office.person_id, now=now)
            grant = Grant(
                role=Role.TEACHER if Role.TEACHER in roles else Role.OFFICE,
                staff_id=staff_id,
                reserved_by=request.user,
                issued_by=office.person_id,
            )
            code = await self.granting.give(uow, minted, grant, now=now)
            await self._approve(uow, request, office, code, now)
            await uow.commit()

    async def approve_recovery(
        self, office: Account, request_id: RequestId, student_id: StudentId, person_id: PersonId
    ) -> None:
        """Cut the person's old accounts off at once, and let the applicant's become theirs.

        Raises NotSeenInPersonError, NoMatchError, BarredError.
        """
        now, minted = self.clock.now(), await self.granting.mint()
        async with self.storage.write() as uow:
            request = await self._application(uow, office, request_id, RequestKind.RECOVERY, now)
            fitting = {one.student.id for one in await matching(uow, request)}
            holders = await uow.requests.holders(student_id, now=now) if student_id in fitting else []
            link = next((one.link for one in holders if one.person_id == person_id), None)
            if link is None or person_id == request.person_id:
                raise NoMatchError
            if await uow.custody.is_barred(request.person_id, student_id):
                raise BarredError
            by = office.person_id
            await end_access(uow, person_id, ACCOUNT_RECOVERED, by=by, student_id=student_id, now=now)
            grant = Grant(
                role=link.role, person_id=person_id, reserved_by=request.user, issued_by=office.person_id
            )
            code = await self.granting.give(uow, minted, grant, now=now)
            await self._approve(uow, request, office, code, now)
            await uow.commit()

    async def approve_second_code(
        self, office: Account, request_id: RequestId, handing: Handing, *, label: str
    ) -> IssuedCode | None:
        """Return the code to hand out at school; one for the chat is made when the asker opens it."""
        now, minted = self.clock.now(), await self.granting.mint()
        code = None
        async with self.storage.write() as uow:
            request = await open_request(uow, office, request_id, now, RequestKind.SECOND_CODE)
            if handing is Handing.AT_SCHOOL:
                grant = Grant(
                    role=Role.GUARDIAN,
                    student_id=request.student_id,
                    label=label,
                    issued_by=office.person_id,
                )
                code = await self.granting.give(uow, minted, grant, now=now)
            what = CODE_AT_SCHOOL if code else CODE_IN_CHAT
            code_id = code.id if code else None
            await decide(
                uow, request, RequestState.APPROVED, office, now, code_id=code_id, reason=handing.value
            )
            await tell_asker(uow, self.timing, what, request, now=now)
            await uow.commit()
        return code

    async def _application(
        self, uow: UnitOfWork, office: Account, request_id: RequestId, kind: RequestKind, now: datetime
    ) -> Request:
        request = await open_request(uow, office, request_id, now, kind)
        if not request.seen_in_person:
            raise NotSeenInPersonError
        if not request.account_is_live:
            raise NotEntitledError
        return request

    async def _approve(
        self, uow: UnitOfWork, request: Request, office: Account, code: IssuedCode, now: datetime
    ) -> None:
        await decide(uow, request, RequestState.APPROVED, office, now, code_id=code.id)
        version = await version_in_force(uow, self.consent_version)
        data: dict[str, Json] = {"code": code.id, "version": version}
        await tell_asker(uow, self.timing, APPROVED, request, now=now, data=data)
