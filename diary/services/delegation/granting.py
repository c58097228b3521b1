"""What a delegated code gives at the moment when it is redeemed."""

from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

from diary.errors import (
    AccessCodeRejectedError,
    AccountInUseError,
    DiaryError,
    OwnCodeError,
    StudentsAccountError,
)
from diary.models.codes import KeptCode
from diary.models.delegation import Ending, Grant
from diary.models.ids import BotId, LinkId, PersonId, StudentId, TelegramUserId
from diary.models.people import LINK_ROLES, Account, NewLink, Role, Student
from diary.ports import UnitOfWork
from diary.rules.delegation import WARNED_AHEAD, is_empty, within
from diary.rules.timing import Timing
from diary.services.delegation.notices import linked_notice
from diary.services.entitlement import guardian_link, guardians_of
from diary.services.telling import tell


async def grant_of(uow: UnitOfWork, code: KeptCode, now: datetime) -> Grant | None:
    """Return what the code gives now: no more than its guardian has; None where that is nothing any more."""
    if code.issued_by is None or code.student_id is None or code.scope is None or code.link_until is None:
        return None
    giver = await uow.delegations.guardian(code.issued_by, code.student_id, now=now)
    if giver is None:
        return None
    scope = within(code.scope, giver.scope)
    until = min(code.link_until, giver.valid_until or code.link_until)
    return None if until <= now or is_empty(scope) else Grant(scope=scope, until=until)


async def is_worth(uow: UnitOfWork, code: KeptCode | None, now: datetime) -> bool:
    """Whether a code is good for something; one that a guardian gave out is worth what their right is."""
    if not _is_delegated(code):
        return True
    return await grant_of(uow, code, now) is not None


async def not_theirs(
    uow: UnitOfWork, code: KeptCode | None, bot_id: BotId, user: TelegramUserId, now: datetime
) -> DiaryError | None:
    """Return why a code is for somebody else than who tries it, None where it may be theirs.

    A guardian of the child has no use for one that a guardian passed on, for the student's own, or for
    another guardian's: one of their own label is theirs. A student does not become their own guardian. What
    names a person is for an account that the diary does not know yet.
    """
    account = await uow.people.account(bot_id, user) if code else None
    if code is not None and code.person_id is not None:
        return (
            AccountInUseError() if account and await _is_in_use(uow, account, code.person_id, now) else None
        )
    if code is None or code.role not in LINK_ROLES:
        return None
    links = await uow.people.links(account.person_id, now=now) if account else ()
    own = {one.role: one for one in links if one.student_id == code.student_id}
    guardian = own.get(Role.GUARDIAN)
    if guardian is not None:
        hers = code.role is Role.GUARDIAN and guardian.label == code.label != ""
        return None if hers else OwnCodeError()
    signs_for_self = code.role is Role.GUARDIAN and Role.STUDENT in own
    return StudentsAccountError() if signs_for_self else None


async def _is_in_use(uow: UnitOfWork, account: Account, person_id: PersonId, now: datetime) -> bool:
    return account.person_id == person_id or bool(await uow.people.roles(account.person_id, now=now))


def _is_delegated(code: KeptCode | None) -> TypeGuard[KeptCode]:
    """Whether a guardian gave it out; a trusted person's own code to a new account is another thing."""
    return code is not None and code.role is Role.TRUSTED and code.person_id is None


async def give_trusted(
    uow: UnitOfWork,
    timing: Timing,
    code: KeptCode,
    student: Student,
    person_id: PersonId,
    consent_id: int,
    now: datetime,
) -> Grant:
    """Give the right in place of an earlier one, and tell the guardians whose code it was."""
    grant = await grant_of(uow, code, now)
    if grant is None or await _is_guardian(uow, person_id, code, now):
        raise AccessCodeRejectedError
    await leave_trust(uow, person_id, student.id, now)
    new = NewLink(
        person_id=person_id,
        student_id=student.id,
        role=Role.TRUSTED,
        label=code.label,
        scope=grant.scope,
        valid_until=grant.until,
        granted_by=code.issued_by,
        end_told_for=grant.until if grant.until - now <= WARNED_AHEAD else None,
        code_id=code.id,
        consent_id=consent_id,
    )
    await uow.accounts.add_link(new, now=now)
    link_id = await uow.delegations.held(person_id, student.id)
    grant = replace(grant, subjects=await uow.delegations.named([grant.scope]))
    if link_id is not None:
        await _tell_guardians(uow, timing, code, link_id, student, grant, now)
    return grant


async def leave_trust(uow: UnitOfWork, person_id: PersonId, student_id: StudentId, now: datetime) -> None:
    """End what they were trusted with as something takes its place; nobody needs to hear of it."""
    former = await uow.delegations.held(person_id, student_id)
    if former is not None:
        await uow.delegations.end(former, Ending.REPLACED, by=person_id, now=now)


async def _is_guardian(uow: UnitOfWork, person_id: PersonId, code: KeptCode, now: datetime) -> bool:
    links = await uow.people.links(person_id, now=now)
    return any(link.role is Role.GUARDIAN and link.student_id == code.student_id for link in links)


async def _tell_guardians(
    uow: UnitOfWork,
    timing: Timing,
    code: KeptCode,
    link_id: LinkId,
    student: Student,
    grant: Grant,
    now: datetime,
) -> None:
    if code.issued_by is None:
        return
    giver = await guardian_link(uow, code.issued_by, student.id, now)
    today = timing.school.today
    for person_id in sorted(await guardians_of(uow, student.id, now)):
        notice = linked_notice(
            student,
            link_id,
            label=code.label,
            scope=grant.scope,
            names=grant.subjects,
            last_day=today(grant.until),
            giver=None if person_id == giver.person_id else giver.label,
        )
        await tell(uow, timing, notice, [person_id], now=now)
