"""Entries and their revisions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.entries import Content, Entry, Kind
from diary.models.ids import EntryId
from diary.models.journal import EntryKey, EntryState, NewRevision, RecipientStatus


class Entries(Protocol):
    async def find(self, source: str, keys: Collection[EntryKey]) -> Mapping[EntryKey, EntryState]:
        """Return what is known of these entries, and keep it from changing until the transaction ends."""
        ...

    async def contents(self, entry_ids: Collection[EntryId]) -> Mapping[EntryId, Content]:
        """Return what these entries say now."""
        ...

    async def add(
        self, source: str, revisions: Sequence[NewRevision], *, silent: bool, now: datetime
    ) -> Sequence[EntryId]:
        """Store new entries in their first revision; return their ids in the same order."""
        ...

    async def revise(self, revisions: Sequence[NewRevision], *, silent: bool, now: datetime) -> None:
        """Store further revisions of entries that exist."""
        ...

    async def named(self, source: str, external_id: str) -> Mapping[Kind, Entry]:
        """Return the entries of this source that share an id, by kind."""
        ...

    async def recipients(self, entry: Entry) -> Sequence[RecipientStatus]:
        """Return to whom it went or is going, and who signed."""
        ...
