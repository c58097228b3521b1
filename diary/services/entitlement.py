"""Who may do what is asked: each use case asks here, in its own transaction."""

from datetime import datetime

from diary.errors import NotEntitledError
from diary.models.ids import PersonId, StudentId
from diary.models.people import Link, Role
from diary.ports import UnitOfWork


async def require_role(uow: UnitOfWork, person_id: PersonId, *roles: Role, now: datetime) -> None:
    """Raise NotEntitledError for who may act as none of these now."""
    if not await uow.people.roles(person_id, now=now) & frozenset(roles):
        raise NotEntitledError


async def guardian_link(uow: UnitOfWork, person_id: PersonId, student_id: StudentId, now: datetime) -> Link:
    """Return the right of this student's guardian; raise NotEntitledError for anybody else."""
    for link in await uow.people.links(person_id, now=now):
        if link.student_id == student_id and link.role is Role.GUARDIAN:
            return link
    raise NotEntitledError


async def guardians_of(uow: UnitOfWork, student_id: StudentId, now: datetime) -> frozenset[PersonId]:
    """Return this student's guardians who hear of them somewhere."""
    recipients = await uow.people.recipients([student_id], now=now)
    return frozenset(one.person_id for one in recipients if one.role is Role.GUARDIAN)
