"""Who hears of a request. Notices carry ids; what people wrote of themselves stays in the request."""

from collections.abc import Mapping
from datetime import datetime

from diary.models.entries import Json
from diary.models.ids import PersonId, RequestId
from diary.models.requests import Request, RequestKind
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.telling import Notice, tell

SENT = "request_sent"
ANSWERED = "request_answered"
ASKED_BACK = "request_asked_back"
APPROVED = "request_approved"
REFUSED = "request_refused"
DONE = "request_done"
CODE_AT_SCHOOL = "request_code_at_school"
CODE_IN_CHAT = "request_code_in_chat"
WAITING = "request_waiting"
SEEN = "request_seen"
UNSEEN = "request_unseen"


async def tell_office(
    uow: UnitOfWork, timing: Timing, what: str, request_id: RequestId, kind: RequestKind, *, now: datetime
) -> None:
    notice = Notice(what=what, data={"request": request_id, "kind": kind.value})
    await tell(uow, timing, notice, await uow.people.office(), now=now)


async def tell_asker(
    uow: UnitOfWork,
    timing: Timing,
    what: str,
    request: Request,
    *,
    now: datetime,
    data: Mapping[str, Json] | None = None,
) -> None:
    all_data = {"request": request.id, "kind": request.kind.value, **(data or {})}
    await tell(uow, timing, Notice(what=what, data=all_data), [request.person_id], now=now)


async def note(uow: UnitOfWork, action: str, request: Request, *, actor_id: PersonId, now: datetime) -> None:
    record = AuditRecord(
        action=action,
        actor_id=actor_id,
        person_id=request.person_id,
        student_id=request.student_id,
        subject_id=request.id,
        detail={"kind": request.kind.value},
    )
    await uow.audit.add(record, now=now)
