"""How a person's account ends, and another takes its place."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.ids import MailboxId, PersonId, TelegramUserId


class Succession(Protocol):
    async def end_accounts(
        self, person_id: PersonId, *, groups: bool, now: datetime, but: TelegramUserId | None = None
    ) -> Sequence[MailboxId]:
        """End every account but this one, and the chats heard in with them; return the private ones.

        `groups`: also the group chats, until somebody takes the person's place.
        """
        ...

    async def left_at(self, person_id: PersonId) -> datetime | None:
        """Return when the person's last account ended; None where none has."""
        ...

    async def withhold_queue(self, mailbox_ids: Collection[MailboxId], *, now: datetime) -> None:
        """Miss what is queued there and was never handed over, until somebody takes the person's place."""
        ...

    async def inherit(
        self, person_id: PersonId, mailbox_id: MailboxId, ended: Collection[MailboxId], *, now: datetime
    ) -> None:
        """Give this chat the settings of the person's last one, and what waits in former ones.

        The group chats that ended with an account are heard in again.
        """
        ...
