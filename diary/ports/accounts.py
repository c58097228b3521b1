"""How persons come in: new accounts, their chats, and rights given to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.deliveries import GradesWhen
from diary.models.ids import AccountId, BotId, ChatId, MailboxId, PersonId, TelegramUserId
from diary.models.people import Destination, NewLink, NewStaffRole, Role


class Accounts(Protocol):
    async def add_person(self, *, now: datetime) -> PersonId: ...

    async def add(
        self, person_id: PersonId, bot_id: BotId, user: TelegramUserId, *, locale: str, now: datetime
    ) -> AccountId: ...

    async def open_mailbox(self, bot_id: BotId, chat_id: ChatId, *, private: bool, locale: str) -> MailboxId:
        """Return the chat's mailbox, made where there is none, open again where it was blocked or closed."""
        ...

    async def add_destination(self, person_id: PersonId, mailbox_id: MailboxId, *, now: datetime) -> None:
        """Have the person hear in that chat; nothing happens where they do already."""
        ...

    async def end_destination(self, person_id: PersonId, mailbox_id: MailboxId, *, now: datetime) -> bool:
        """Have the person hear there no longer; False where they did not."""
        ...

    async def end_idle_groups(self, *, now: datetime) -> Sequence[Destination]:
        """Have groups hear no longer of those who are nobody's guardian.

        Return, of those groups that the bot is in, where nobody hears any more, each once.
        """
        ...

    async def copy_settings(self, source: MailboxId, target: MailboxId) -> None:
        """Give a chat the language, quiet hours and times of another."""
        ...

    async def add_link(self, link: NewLink, *, now: datetime) -> bool:
        """Give the right; False where the person has it."""
        ...

    async def add_staff_role(self, role: NewStaffRole, *, now: datetime) -> bool:
        """Give the role; False where the person has it."""
        ...

    async def merge(self, source: PersonId, target: PersonId, *, now: datetime) -> None:
        """Make all that is `source`'s `target`'s: one human being, known twice until now."""
        ...

    async def set_locale(self, account_id: AccountId, mailbox_id: MailboxId, locale: str) -> None: ...

    async def set_acting_role(self, account_id: AccountId, role: Role) -> None: ...

    async def set_grades_when(self, mailbox_id: MailboxId, when: GradesWhen) -> None: ...
