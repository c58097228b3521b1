"""Requests as the office sees them: the list, and a card with what matches the roster beside the claims."""

from dataclasses import dataclass, replace
from datetime import datetime

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.ids import PersonId, RequestId, StudentId
from diary.models.people import Account, Role
from diary.models.requests import UNDECIDED, Candidate, Card, Request, RequestKind, RequestPage
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.resemblance import candidates, staff_candidates
from diary.services.entitlement import require_role
from diary.services.requests.telling import SEEN, UNSEEN, note

ON_A_PAGE = 6
OF_A_CHILD = frozenset({RequestKind.GUARDIAN, RequestKind.RECOVERY})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskService:
    storage: Storage
    clock: Clock

    async def page(self, account: Account, page: int = 0) -> RequestPage:
        """Return a page of what is undecided; past the last one it is the last."""
        async with self.storage.read() as uow:
            await require_role(uow, account.person_id, Role.OFFICE, now=self.clock.now())
            total = await uow.requests.count(UNDECIDED)
            pages = max(1, -(-total // ON_A_PAGE))
            page = min(page, pages - 1)
            found = await uow.requests.page(UNDECIDED, offset=page * ON_A_PAGE, limit=ON_A_PAGE)
        return RequestPage(requests=found, page=page, pages=pages, total=total)

    async def card(self, account: Account, request_id: RequestId, *, chosen: StudentId | None = None) -> Card:
        """Return a request, with who has a right on the chosen candidate; raises NotEntitledError."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            await require_role(uow, account.person_id, Role.OFFICE, now=now)
            return await load_card(uow, request_id, chosen, now)

    async def open(self, account: Account, request_id: RequestId, *, chosen: StudentId | None = None) -> Card:
        """Return what `card` does to who looks at it; that they looked is in the audit."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            await require_role(uow, account.person_id, Role.OFFICE, now=now)
            card = await load_card(uow, request_id, chosen, now)
            record = AuditRecord(
                action="read",
                actor_id=account.person_id,
                person_id=card.request.person_id,
                student_id=card.chosen or card.request.student_id,
                subject_id=request_id,
                detail={"page": "request"},
            )
            await uow.audit.add(record, now=now)
            await uow.commit()
        return card

    async def set_seen(self, account: Account, request_id: RequestId, *, seen: bool) -> None:
        """Tick or untick "seen in person", which is audited; nothing happens to what is decided."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            await require_role(uow, account.person_id, Role.OFFICE, now=now)
            request = await uow.requests.get(request_id)
            if request is None or request.seen_in_person is seen:
                return
            if await uow.requests.set_seen(request_id, seen=seen):
                action = SEEN if seen else UNSEEN
                await note(uow, action, request, actor_id=account.person_id, now=now)
            await uow.commit()


async def load_card(uow: UnitOfWork, request_id: RequestId, chosen: StudentId | None, now: datetime) -> Card:
    request = await uow.requests.get(request_id)
    if request is None:
        raise NotEntitledError
    names = await uow.addressees.staff_names([request.decided_by] if request.decided_by else [])
    card = Card(request=request, decided_by=names.get(request.decided_by or PersonId(0)))
    if not request.undecided:
        return card
    if request.kind is RequestKind.STAFF:
        employees = staff_candidates(request.claimed_name, await uow.requests.employees())
        return replace(card, employees=employees)
    if request.kind in OF_A_CHILD:
        found = await matching(uow, request)
        chosen = chosen if chosen in {one.student.id for one in found} else _only_whole(found)
        holders = await uow.requests.holders(chosen, now=now) if chosen else []
        barred = len(await uow.custody.bars(chosen)) if chosen else 0
        return replace(card, candidates=found, chosen=chosen, holders=holders, barred=barred)
    return await _of_known_child(uow, card, now)


async def matching(uow: UnitOfWork, request: Request) -> list[Candidate]:
    return candidates(request.claims, request.claimed_name, await uow.requests.students())


def _only_whole(found: list[Candidate]) -> StudentId | None:
    """Return the one that fits in everything, if no other does."""
    whole = [one.student.id for one in found if one.fits_wholly]
    return whole[0] if len(whole) == 1 else None


async def _of_known_child(uow: UnitOfWork, card: Card, now: datetime) -> Card:
    student_id = card.request.student_id
    if student_id is None:
        return card
    students = await uow.addressees.students([student_id])
    holders = await uow.requests.holders(student_id, now=now)
    asker = next((one.link for one in holders if one.person_id == card.request.person_id), None)
    barred = len(await uow.custody.bars(student_id))
    return replace(card, student=students.get(student_id), asker=asker, holders=holders, barred=barred)
