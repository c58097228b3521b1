"""Persons, accounts, chats and rights."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.ids import BotId, PersonId, StudentId, TelegramUserId
from diary.models.people import Account, Destination, Link, Recipient, Role


class People(Protocol):
    async def account(self, bot_id: BotId, telegram_user_id: TelegramUserId) -> Account | None:
        """Return the live account, None for a stranger."""
        ...

    async def links(self, person_id: PersonId, *, now: datetime) -> Sequence[Link]:
        """Live, unexpired links, by student."""
        ...

    async def roles(self, person_id: PersonId, *, now: datetime) -> frozenset[Role]:
        """Return what the person may act as now: roles of live links and live staff roles."""
        ...

    async def leads_class(self, person_id: PersonId) -> bool:
        """Whether a class names the person as its teacher."""
        ...

    async def recipients(self, student_ids: Collection[StudentId], *, now: datetime) -> Sequence[Recipient]:
        """Everyone with a live link on these students, once for each of their live chats."""
        ...

    async def destinations(self, person_ids: Collection[PersonId]) -> Sequence[Destination]:
        """Live chats of these persons, private ones and groups."""
        ...

    async def office(self) -> Sequence[PersonId]:
        """Persons with a live office role."""
        ...
