"""How a request is opened and decided, once, by whoever of the office is quicker."""

from datetime import datetime

from diary.errors import NotEntitledError, RequestDecidedError
from diary.models.ids import CodeId, RequestId
from diary.models.people import Account, Role
from diary.models.requests import Request, RequestKind, RequestState
from diary.ports import UnitOfWork
from diary.services.entitlement import require_role
from diary.services.requests.telling import note


async def open_request(
    uow: UnitOfWork, office: Account, request_id: RequestId, now: datetime, kind: RequestKind | None = None
) -> Request:
    """Raise NotEntitledError for who is not of the office, RequestDecidedError for what is decided."""
    await require_role(uow, office.person_id, Role.OFFICE, now=now)
    request = await uow.requests.get(request_id)
    if request is None or kind not in {None, request.kind}:
        raise NotEntitledError
    if not request.undecided:
        raise RequestDecidedError
    return request


async def decide(
    uow: UnitOfWork,
    request: Request,
    state: RequestState,
    office: Account,
    now: datetime,
    *,
    code_id: CodeId | None = None,
    reason: str | None = None,
) -> None:
    """Raise RequestDecidedError for the slower of two."""
    by = office.person_id
    if not await uow.requests.decide(request.id, state, by=by, reason=reason, code_id=code_id, now=now):
        raise RequestDecidedError
    await note(uow, f"request_{state.value}", request, actor_id=by, now=now)
