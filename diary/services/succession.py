"""How a person's old account ends: what they have a right to stays theirs."""

from datetime import datetime

from diary.errors import AccessCodeRejectedError, AccountInUseError
from diary.kinds import KINDS
from diary.models.codes import Newcomer
from diary.models.deliveries import Topic
from diary.models.entries import Json
from diary.models.farewells import ACCOUNT_MOVED, GROUP_PAUSED
from diary.models.ids import MailboxId, PersonId, StudentId
from diary.models.people import Account
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.farewells import say_farewell
from diary.services.mailboxes import AWAY, MISSED_SUMMARY
from diary.services.telling import Notice, tell


async def heir(uow: UnitOfWork, person_id: PersonId, account: Account | None, *, now: datetime) -> PersonId:
    """Make a newcomer's account the person's; an applicant that it was until now becomes one with them.

    Raises AccountInUseError for an account with rights of its own: two people are not made one;
    AccessCodeRejectedError for who is kept out of a child's diary: it would keep the heir out too.
    """
    if account is not None:
        if account.person_id == person_id or await uow.people.roles(account.person_id, now=now):
            raise AccountInUseError
        for link in await uow.people.links(person_id, now=now):
            if await uow.custody.is_barred(account.person_id, link.student_id):
                raise AccessCodeRejectedError
        await uow.accounts.merge(account.person_id, person_id, now=now)
        await uow.audit.add(merged(account.person_id, person_id), now=now)
    return person_id


def merged(source: PersonId, target: PersonId) -> AuditRecord:
    return AuditRecord(action="persons_merged", actor_id=target, person_id=target, subject_id=source)


async def take_over(
    uow: UnitOfWork,
    timing: Timing,
    person_id: PersonId,
    newcomer: Newcomer,
    mailbox_id: MailboxId,
    *,
    now: datetime,
) -> None:
    """End the person's other accounts; settings, groups and what is queued go on in the new chat.

    Who had none for a while hears how much they missed: nothing was queued for them.
    """
    ended = await uow.succession.end_accounts(person_id, groups=False, but=newcomer.user, now=now)
    await uow.succession.inherit(person_id, mailbox_id, ended, now=now)
    for box in ended:
        await say_farewell(uow, person_id, box, ACCOUNT_MOVED, now)
    if ended:
        record = AuditRecord(action=ACCOUNT_MOVED, actor_id=person_id, person_id=person_id)
        await uow.audit.add(record, now=now)
    elif (since := await uow.succession.left_at(person_id)) is not None:
        await _sum_up(uow, timing, person_id, since, now)


async def _sum_up(
    uow: UnitOfWork, timing: Timing, person_id: PersonId, since: datetime, now: datetime
) -> None:
    links = await uow.people.links(person_id, now=now)
    news = await uow.readings.told_since({link.student_id for link in links}, since)
    missed = {
        entry.id
        for link in links
        for entry in news[link.student_id]
        if link.scope.covers(entry.kind, entry.subject_id)
        and not KINDS[entry.kind].stored_only(entry.details)
    }
    if missed:
        data: dict[str, Json] = {Topic.ENTRY.value: len(missed), AWAY: True}
        await tell(uow, timing, Notice(what=MISSED_SUMMARY, data=data), [person_id], now=now)


async def end_access(
    uow: UnitOfWork,
    person_id: PersonId,
    what: str,
    *,
    by: PersonId,
    now: datetime,
    student_id: StudentId | None = None,
) -> bool:
    """Cut the person's accounts off, with one last word; whether there were any. Links stay."""
    groups = [one for one in await uow.people.destinations([person_id]) if not one.private]
    ended = await uow.succession.end_accounts(person_id, groups=True, now=now)
    await uow.succession.withhold_queue(ended, now=now)
    await log_revoked(uow, await uow.code_ends.given_out(person_id, now=now), by=by, now=now)
    for box in ended:
        await say_farewell(uow, person_id, box, what, now)
    for group in groups:
        if not await uow.dispatch.hearing(group.mailbox_id):
            await say_farewell(uow, person_id, group.mailbox_id, GROUP_PAUSED, now)
    record = AuditRecord(action=what, actor_id=by, person_id=person_id, student_id=student_id)
    await uow.audit.add(record, now=now)
    return bool(ended)
