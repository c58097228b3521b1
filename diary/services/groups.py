"""A family's group chat hears of the children too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import GroupGuardiansOnlyError, NotEntitledError
from diary.models.deliveries import Mailbox
from diary.models.farewells import GROUP_LEFT
from diary.models.ids import BotId, ChatId, MailboxId
from diary.models.people import Account, Link, Role, Student
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.farewells import say_farewell
from diary.services.telling import Notice, student_data, tell

GROUP_LINKED = "group_linked"
"""To the other guardians: a child's diary goes to a group now, by whom (`label`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsService:
    storage: Storage
    clock: Clock
    timing: Timing

    async def wards(self, account: Account) -> Sequence[Student]:
        """Return of whom a group would hear; raises GroupGuardiansOnlyError for who is nobody's guardian."""
        async with self.storage.read() as uow:
            links = await _guarded(uow, account, self.clock.now())
            students = await uow.addressees.students({link.student_id for link in links})
        return list(students.values())

    async def link(self, account: Account, bot_id: BotId, chat_id: ChatId) -> Sequence[Student]:
        """Have a group hear of this guardian's children, in the way of their own chat; others are told.

        Raises GroupGuardiansOnlyError, and NotEntitledError for what is no group.
        """
        now = self.clock.now()
        if chat_id >= 0:
            raise NotEntitledError
        async with self.storage.write() as uow:
            links = await _guarded(uow, account, now)
            places = await uow.people.destinations([account.person_id])
            mailbox_id = await uow.accounts.open_mailbox(
                bot_id, chat_id, private=False, locale=account.locale
            )
            students = await uow.addressees.students({link.student_id for link in links})
            if mailbox_id not in {place.mailbox_id for place in places}:
                for place in [one for one in places if one.private][:1]:
                    await uow.accounts.copy_settings(place.mailbox_id, mailbox_id)
                await uow.accounts.add_destination(account.person_id, mailbox_id, now=now)
                for link in links:
                    if link.student_id in students:
                        await self._tell_others(uow, link, students[link.student_id], now)
                await uow.audit.add(_record("group_linked", account, mailbox_id), now=now)
            await uow.commit()
        return list(students.values())

    async def linked(self, account: Account) -> Sequence[Mailbox]:
        """Return the groups that this person has linked."""
        async with self.storage.read() as uow:
            places = await uow.people.destinations([account.person_id])
        return [place.mailbox for place in places if not place.private]

    async def unlink(self, account: Account, mailbox_id: MailboxId) -> None:
        """Have the group hear of this person's children no longer; raises NotEntitledError for others'."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            places = await uow.people.destinations([account.person_id])
            if mailbox_id not in {place.mailbox_id for place in places if not place.private}:
                raise NotEntitledError
            await uow.accounts.end_destination(account.person_id, mailbox_id, now=now)
            if not await uow.dispatch.hearing(mailbox_id):
                await uow.outbox.cancel_queue(mailbox_id)
                await say_farewell(uow, account.person_id, mailbox_id, GROUP_LEFT, now)
            await uow.audit.add(_record("group_unlinked", account, mailbox_id), now=now)
            await uow.commit()

    async def _tell_others(self, uow: UnitOfWork, link: Link, student: Student, now: datetime) -> None:
        recipients = await uow.people.recipients([student.id], now=now)
        others = {one.person_id for one in recipients if one.role is Role.GUARDIAN} - {link.person_id}
        data = {**student_data(student), "label": link.label}
        notice = Notice(what=GROUP_LINKED, data=data, student_id=student.id)
        await tell(uow, self.timing, notice, others, now=now)


async def _guarded(uow: UnitOfWork, account: Account, now: datetime) -> Sequence[Link]:
    links = await uow.people.links(account.person_id, now=now)
    guarded = [link for link in links if link.role is Role.GUARDIAN]
    if not guarded:
        raise GroupGuardiansOnlyError
    return guarded


def _record(action: str, account: Account, mailbox_id: MailboxId) -> AuditRecord:
    return AuditRecord(
        action=action,
        actor_id=account.person_id,
        person_id=account.person_id,
        detail={"mailbox": mailbox_id},
    )
