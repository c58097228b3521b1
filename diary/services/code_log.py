"""Keeping codes and making them worthless, each with its line in the log."""

from collections.abc import Iterable
from datetime import datetime

from diary.models.codes import NewCode, RevokedCode
from diary.models.ids import CodeId, PersonId
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord


async def keep_code(uow: UnitOfWork, new: NewCode, *, now: datetime) -> CodeId:
    """Keep a code in place of those that it replaces."""
    await log_revoked(uow, await uow.code_ends.replaced_by(new, now=now), by=new.issued_by, now=now)
    code_id = await uow.codes.add(new, now=now)
    record = AuditRecord(
        action="code_issued",
        actor_id=new.issued_by,
        person_id=new.person_id,
        student_id=new.student_id,
        subject_id=code_id,
        detail={"role": new.role},
    )
    await uow.audit.add(record, now=now)
    return code_id


async def log_revoked(
    uow: UnitOfWork, codes: Iterable[RevokedCode], *, by: PersonId | None, now: datetime
) -> None:
    """Write down that these died; `by`: None for the school's systems and the command line."""
    records = [
        AuditRecord(action="code_revoked", actor_id=by, student_id=one.student_id, subject_id=one.id)
        for one in codes
    ]
    await uow.audit.add(*records, now=now)
