"""What the journal works with while it records entries, and what it tells of one afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from diary.models.entries import Content, Entry, Json, Kind, Op
from diary.models.ids import EntryId
from diary.models.people import Role

EntryKey: TypeAlias = tuple[Kind, str]
"""An entry's kind and the school's id of it: its identity within a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryState:
    """An entry as it is stored, without what it says."""

    id: EntryId
    revision: int
    told_revision: int
    withdrawn: bool
    received_at: datetime
    content_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRevision:
    """One revision to store; `entry_id` is 0 for an entry that is new."""

    entry_id: EntryId
    key: EntryKey
    revision: int
    told_revision: int
    op: Op
    content: Content
    content_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientStatus:
    """How far an entry came with one person in one chat.

    `revision` is the one that was last told there; `acknowledged_at` is None while the signature
    of what is told now is missing.
    """

    role: Role
    label: str
    state: str
    revision: int
    sent_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStatus:
    """An entry in the school's own words, and how far it came."""

    entry: Entry
    fields: Mapping[str, Json]
    """As it would be pushed again, in the school's own ids."""

    recipients: Sequence[RecipientStatus]
