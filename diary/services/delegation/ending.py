"""How rights on students end, with all that hangs on them: what was passed on, codes, what is queued."""

from collections.abc import Sequence
from datetime import datetime

from diary.models.delegation import Ending, TrustedLink
from diary.models.ids import LinkId, PersonId, StudentId
from diary.models.people import Destination, Link, Role
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.delegation.notices import ended_notice
from diary.services.farewells import part_with_groups
from diary.services.telling import tell


async def end_rights(
    uow: UnitOfWork, timing: Timing, links: Sequence[Link], *, why: str, by: PersonId | None, now: datetime
) -> Sequence[Destination]:
    """End these rights, of whichever role; with a guardian's goes what they passed on of the student.

    Holders of what was passed on are told; those of `links` themselves are not. Returns the groups that hear
    nothing from now on; they get their last word.
    """
    for link in links:
        ended = await _end(uow, link.id, link.person_id, link.student_id, link.role, why=why, by=by, now=now)
        if ended and link.role is Role.GUARDIAN:
            dead = await uow.code_ends.delegated(link.person_id, link.student_id, now=now)
            await log_revoked(uow, dead, by=by, now=now)
            granted = await uow.delegations.granted(link.person_id, link.student_id)
            await end_trusted(uow, timing, granted, why=Ending.GRANTER_LEFT, by=by, now=now)
    return await part_with_groups(uow, now=now)


async def end_trusted(
    uow: UnitOfWork,
    timing: Timing,
    links: Sequence[TrustedLink],
    *,
    why: Ending,
    by: PersonId | None,
    now: datetime,
) -> Sequence[TrustedLink]:
    """End delegated rights and tell their holders; return those that had not ended before."""
    students = await uow.addressees.students({link.student_id for link in links})
    ended = []
    for link in links:
        role = Role.TRUSTED
        if not await _end(uow, link.id, link.person_id, link.student_id, role, why=why, by=by, now=now):
            continue
        ended.append(link)
        if link.student_id in students:
            notice = ended_notice(students[link.student_id], why)
            await tell(uow, timing, notice, [link.person_id], now=now)
    return ended


async def _end(
    uow: UnitOfWork,
    link_id: LinkId,
    person_id: PersonId,
    student_id: StudentId,
    role: Role,
    *,
    why: str,
    by: PersonId | None,
    now: datetime,
) -> bool:
    if not await uow.delegations.end(link_id, why, by=by, now=now):
        return False
    if not await uow.delegations.has_right(person_id, student_id, now=now):
        await uow.outbox.cancel_for(person_id, [student_id])
    record = AuditRecord(
        action="link_revoked",
        actor_id=by,
        person_id=person_id,
        student_id=student_id,
        subject_id=link_id,
        detail={"role": role.value, "why": str(why)},
    )
    await uow.audit.add(record, now=now)
    return True
