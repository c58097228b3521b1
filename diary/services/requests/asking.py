"""What a guardian asks of the office about their own child."""

from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import CodeShownError, NotEntitledError
from diary.models.codes import IssuedCode
from diary.models.ids import RequestId, StudentId
from diary.models.people import Account, Role, Student
from diary.models.requests import ClaimField, Claims, Handing, NewRequest, RequestKind, RequestState
from diary.models.school import School
from diary.ports import Storage, UnitOfWork
from diary.rules.claims import read_claim
from diary.rules.timing import Timing
from diary.services.entitlement import guardian_link
from diary.services.requests.applying import own_request
from diary.services.requests.granting import Grant, Granting
from diary.services.requests.limits import send


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingService:
    storage: Storage
    clock: Clock
    school: School
    timing: Timing
    granting: Granting

    async def child(self, account: Account, student_id: StudentId) -> Student:
        """Return a child of this guardian; raises NotEntitledError for anybody else's."""
        async with self.storage.read() as uow:
            return await own_child(uow, account, student_id, self.clock.now())

    async def second_code(self, account: Account, student_id: StudentId) -> RequestId:
        """Ask for the code of the second parent. Raises RequestOpenError, TooManyRequestsError."""
        return await self._ask(account, student_id, RequestKind.SECOND_CODE, {})

    async def correction(self, account: Account, student_id: StudentId, text: str) -> RequestId:
        """Say what is wrong in the roster. Raises ClaimUnreadableError, TooManyRequestsError."""
        today = self.school.today(self.clock.now())
        said = read_claim(ClaimField.TEXT, text, today=today)
        return await self._ask(account, student_id, RequestKind.CORRECTION, {ClaimField.TEXT.value: said})

    async def _ask(
        self, account: Account, student_id: StudentId, kind: RequestKind, claims: Claims
    ) -> RequestId:
        now = self.clock.now()
        async with self.storage.write() as uow:
            await own_child(uow, account, student_id, now)
            new = NewRequest(
                kind=kind,
                person_id=account.person_id,
                account_id=account.id,
                student_id=student_id,
                claims=claims,
            )
            request_id = await send(uow, self.timing, new, now=now)
            await uow.commit()
        return request_id

    async def take_code(self, account: Account, request_id: RequestId, *, label: str) -> IssuedCode:
        """Make the code that the office has granted, once; raises CodeShownError the second time."""
        now = self.clock.now()
        minted = await self.granting.mint()
        async with self.storage.write() as uow:
            request = await own_request(uow, account, request_id)
            granted = request.state is RequestState.APPROVED and request.reason == Handing.IN_CHAT
            if request.kind is not RequestKind.SECOND_CODE or not granted or request.student_id is None:
                raise NotEntitledError
            await guardian_link(uow, account.person_id, request.student_id, now)
            if request.code_id is not None:
                raise CodeShownError
            grant = Grant(
                role=Role.GUARDIAN,
                student_id=request.student_id,
                label=label,
                issued_by=request.decided_by or account.person_id,
            )
            code = await self.granting.give(uow, minted, grant, now=now)
            if not await uow.requests.give_code(request_id, code.id):
                raise CodeShownError
            await uow.commit()
        return code


async def own_child(uow: UnitOfWork, account: Account, student_id: StudentId, now: datetime) -> Student:
    await guardian_link(uow, account.person_id, student_id, now)
    students = await uow.addressees.students([student_id], reader=account.person_id)
    if student_id not in students:
        raise NotEntitledError
    return students[student_id]
