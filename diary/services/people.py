"""Who somebody is to the diary, and what they have set for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.deliveries import GradesWhen, Mailbox
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.people import Account, Child, Role, Visitor
from diary.ports import Storage, UnitOfWork
from diary.rules.acting import capacities, shown_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleService:
    storage: Storage
    clock: Clock

    async def who(self, bot_id: BotId, user: TelegramUserId) -> Visitor | None:
        """Return the account and what its person may act as now; None for a stranger."""
        async with self.storage.read() as uow:
            account = await uow.people.account(bot_id, user)
            if account is None:
                return None
            roles = await uow.people.roles(account.person_id, now=self.clock.now())
            leads = Role.TEACHER in roles and await uow.people.leads_class(account.person_id)
        return Visitor(account=account, roles=roles, leads_class=leads)

    async def children(self, account: Account) -> Sequence[Child]:
        """Return the students this person has a right on, and what it lets them do."""
        async with self.storage.read() as uow:
            links = await uow.people.links(account.person_id, now=self.clock.now())
            students = await uow.addressees.students({link.student_id for link in links})
        return [
            Child(student=students[link.student_id], link=link)
            for link in links
            if link.student_id in students
        ]

    async def may_write(self, account: Account) -> bool:
        """Whether the person may write to anybody's teachers as family."""
        async with self.storage.read() as uow:
            links = await uow.people.links(account.person_id, now=self.clock.now())
        return any(link.scope.may_write for link in links)

    async def chat(self, account: Account, bot_id: BotId, chat_id: ChatId) -> Mailbox:
        """Return this chat's settings; raises NotEntitledError where it is not the person's."""
        async with self.storage.read() as uow:
            return await _chat(uow, account, bot_id, chat_id)

    async def choose_locale(self, account: Account, bot_id: BotId, chat_id: ChatId, locale: str) -> None:
        async with self.storage.write() as uow:
            mailbox = await _chat(uow, account, bot_id, chat_id)
            await uow.accounts.set_locale(account.id, mailbox.id, locale)
            await uow.commit()

    async def act_as(self, account: Account, role: Role) -> frozenset[Role]:
        """Remember what the person is here for, and return the roles whose commands are shown now.

        Raises NotEntitledError where they are that no longer.
        """
        async with self.storage.write() as uow:
            roles = await uow.people.roles(account.person_id, now=self.clock.now())
            if role not in capacities(roles):
                raise NotEntitledError
            await uow.accounts.set_acting_role(account.id, role)
            await uow.commit()
        return shown_roles(role, roles)

    async def choose_grades_when(
        self, account: Account, bot_id: BotId, chat_id: ChatId, when: GradesWhen
    ) -> None:
        """Set it for what comes from now on."""
        async with self.storage.write() as uow:
            mailbox = await _chat(uow, account, bot_id, chat_id)
            await uow.accounts.set_grades_when(mailbox.id, when)
            await uow.commit()


async def _chat(uow: UnitOfWork, account: Account, bot_id: BotId, chat_id: ChatId) -> Mailbox:
    for place in await uow.people.destinations([account.person_id]):
        if (place.bot_id, place.chat_id) == (bot_id, chat_id):
            return place.mailbox
    raise NotEntitledError
