"""What a spent code gives: an account's person, and that person's right or role."""

from datetime import datetime

from diary.errors import AccessCodeRejectedError
from diary.models.codes import KeptCode, Linked, Newcomer
from diary.models.ids import PersonId
from diary.models.people import STAFF_ROLES, NewLink, NewStaffRole, Role, Scope, Student
from diary.ports import UnitOfWork
from diary.rules.timing import Timing
from diary.services.delegation.granting import give_trusted, leave_trust
from diary.services.entitlement import guardians_of
from diary.services.relaying import pass_on
from diary.services.succession import heir, merged
from diary.services.telling import Notice, student_data, tell

MAY_WRITE = frozenset({Role.GUARDIAN})
"""Of those whom the school itself gives codes; a guardian decides for whom they trust."""


async def person_for(uow: UnitOfWork, code: KeptCode, newcomer: Newcomer, now: datetime) -> PersonId:
    """Return whose this account is from now on.

    An account belongs to one person. A code may name the person whose new account it is. A staff code names
    its person: whoever held the account before (a parent, say) is the same human being, and becomes one
    with them.
    """
    account = await uow.people.account(newcomer.bot_id, newcomer.user)
    if code.person_id is not None:
        person_id = await heir(uow, code.person_id, account, now=now)
    elif code.staff_id is not None:
        member = await uow.addressees.staff(code.staff_id)
        if member is None:
            raise AccessCodeRejectedError
        person_id = member[0]
        if account is not None and account.person_id != person_id:
            await uow.accounts.merge(account.person_id, person_id, now=now)
            await uow.audit.add(merged(account.person_id, person_id), now=now)
    else:
        person_id = account.person_id if account else await uow.accounts.add_person(now=now)
    if account is None:
        locale = newcomer.locale
        await uow.accounts.add(person_id, newcomer.bot_id, newcomer.user, locale=locale, now=now)
    return person_id


async def give(
    uow: UnitOfWork, timing: Timing, code: KeptCode, person_id: PersonId, consent_id: int, now: datetime
) -> Linked:
    """Give what the code is for, and tell whom it concerns."""
    if code.person_id is not None:
        return await _go_on(uow, timing, code, person_id, now)
    if code.role in STAFF_ROLES:
        return await _give_role(uow, timing, code, person_id, consent_id, now)
    return await _give_right(uow, timing, code, person_id, consent_id, now)


async def _go_on(
    uow: UnitOfWork, timing: Timing, code: KeptCode, person_id: PersonId, now: datetime
) -> Linked:
    """Bring a new account what was written to its person while they had none."""
    is_office = Role.OFFICE in await uow.people.roles(person_id, now=now)
    waiting = await uow.relays.waiting([person_id], office=is_office)
    await pass_on(uow, timing, waiting, now=now)
    return Linked(role=code.role, moved=True)


async def _give_role(
    uow: UnitOfWork, timing: Timing, code: KeptCode, person_id: PersonId, consent_id: int, now: datetime
) -> Linked:
    role = NewStaffRole(
        person_id=person_id, staff_id=code.staff_id, role=code.role, code_id=code.id, consent_id=consent_id
    )
    await uow.accounts.add_staff_role(role, now=now)
    waiting = await uow.relays.waiting([person_id], office=code.role is Role.OFFICE)
    await pass_on(uow, timing, waiting, now=now)
    names = await uow.addressees.staff_names([person_id])
    return Linked(role=code.role, staff=names.get(person_id))


async def _give_right(
    uow: UnitOfWork, timing: Timing, code: KeptCode, person_id: PersonId, consent_id: int, now: datetime
) -> Linked:
    student = await _student(uow, code, person_id)
    if code.role is Role.GUARDIAN:
        await leave_trust(uow, person_id, student.id, now)
    if code.role is Role.TRUSTED:
        grant = await give_trusted(uow, timing, code, student, person_id, consent_id, now)
        return Linked(role=code.role, student=student, grant=grant)
    link = NewLink(
        person_id=person_id,
        student_id=student.id,
        role=code.role,
        label=code.label,
        scope=Scope(may_write=code.role in MAY_WRITE),
        code_id=code.id,
        consent_id=consent_id,
    )
    if await uow.accounts.add_link(link, now=now):
        others = await guardians_of(uow, student.id, now) - {person_id}
        await tell(uow, timing, _linked_notice(code, student), others, now=now)
    return Linked(role=code.role, student=student)


async def _student(uow: UnitOfWork, code: KeptCode, person_id: PersonId) -> Student:
    if code.student_id is None:
        raise AccessCodeRejectedError
    students = await uow.addressees.students([code.student_id], reader=person_id)
    if code.student_id not in students:
        raise AccessCodeRejectedError
    return students[code.student_id]


def _linked_notice(code: KeptCode, student: Student) -> Notice:
    data = {**student_data(student), "role": code.role.value, "label": code.label}
    return Notice(what="linked", data=data, student_id=student.id)
