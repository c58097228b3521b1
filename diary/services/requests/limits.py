"""How much may be asked of the school at once."""

from datetime import datetime, timedelta

from diary.errors import RequestOpenError, TooManyRequestsError
from diary.models.ids import RequestId
from diary.models.requests import NewRequest
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.requests.telling import SENT, tell_office

A_DAY = timedelta(days=1)
MOST_A_DAY = 5


async def send(uow: UnitOfWork, timing: Timing, new: NewRequest, *, now: datetime) -> RequestId:
    """Keep a request and tell the office.

    Raises RequestOpenError where the same is asked already, TooManyRequestsError for the sixth in a day.
    """
    await uow.requests.lock_account(new.account_id)
    if await uow.requests.undecided_of(new.account_id, new.kind, new.student_id):
        raise RequestOpenError
    if await uow.requests.asked_since(new.account_id, now - A_DAY) >= MOST_A_DAY:
        raise TooManyRequestsError
    request_id = await uow.requests.add(new, now=now)
    record = AuditRecord(
        action="request_sent",
        actor_id=new.person_id,
        person_id=new.person_id,
        student_id=new.student_id,
        subject_id=request_id,
        detail={"kind": new.kind.value},
    )
    await uow.audit.add(record, now=now)
    await tell_office(uow, timing, SENT, request_id, new.kind, now=now)
    return request_id
