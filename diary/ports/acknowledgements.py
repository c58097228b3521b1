"""Who signed what."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.acknowledgements import AbsenceAnswer, ShownEntry
from diary.models.ids import AccountId, EntryId, MessageId, PersonId, StudentId


class Acknowledgements(Protocol):
    async def shown(self, message_id: MessageId) -> Sequence[ShownEntry]:
        """Return the entries that a message shows, in the order shown."""
        ...

    async def signed(
        self, person_id: PersonId, entry_ids: Collection[EntryId]
    ) -> frozenset[tuple[EntryId, StudentId]]:
        """Which of these the person signed as they are told now."""
        ...

    async def add(
        self,
        entries: Sequence[ShownEntry],
        *,
        person_id: PersonId,
        account_id: AccountId,
        message_id: MessageId,
        answer: AbsenceAnswer | None,
        now: datetime,
    ) -> Sequence[ShownEntry]:
        """Sign what is shown; return what was not signed before (of two racing taps one wins each)."""
        ...

    async def messages(self, person_id: PersonId, entry_ids: Collection[EntryId]) -> Sequence[MessageId]:
        """Return every message in the person's chats that shows one of these."""
        ...
