"""Entries and their revisions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Content, Entry, Kind, Op
from diary.models.ids import EntryId, SchoolId
from diary.models.journal import EntryKey, EntryState, NewRevision, RecipientStatus
from storage.repositories.bulk import insert_rows
from storage.repositories.chunks import chunks
from storage.repositories.entry_content import dump, load
from storage.repositories.entry_recipients import recipients_of
from storage.repositories.ids import allocate
from storage.schema import entry, entry_revision

CURRENT = (entry_revision.c.entry_id == entry.c.id) & (entry_revision.c.revision == entry.c.revision)
REVISED = (
    "revision",
    "told_revision",
    "withdrawn",
    "silent",
    "changed_at",
    "content_hash",
    "student_id",
    "class_id",
    "group_id",
    "subject_id",
    "staff_id",
    "date",
    "lesson",
)
"""What a further revision changes of an entry's own row."""

_FIND = select(
    entry.c.kind,
    entry.c.external_id,
    entry.c.id,
    entry.c.revision,
    entry.c.told_revision,
    entry.c.withdrawn,
    entry.c.received_at,
    entry.c.content_hash,
).where(
    entry.c.school_id == bindparam("school"),
    entry.c.source == bindparam("source"),
    entry.c.kind.in_(bindparam("kinds", expanding=True)),
    entry.c.external_id.in_(bindparam("ids", expanding=True)),
)
_REVISE = (
    update(entry)
    .where(entry.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in REVISED})
)


class SqlEntries:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def find(self, source: str, keys: Collection[EntryKey]) -> Mapping[EntryKey, EntryState]:
        wanted = {
            "school": self._school_id,
            "source": source,
            "kinds": list({kind.value for kind, _ in keys}),
            "ids": [external_id for _, external_id in keys],
        }
        return {
            (Kind(row[0]), row[1]): EntryState(
                id=EntryId(row[2]),
                revision=row[3],
                told_revision=row[4],
                withdrawn=row[5],
                received_at=row[6],
                content_hash=row[7],
            )
            for row in await self._connection.execute(_FIND, wanted)
        }

    async def contents(self, entry_ids: Collection[EntryId]) -> Mapping[EntryId, Content]:
        found: dict[EntryId, Content] = {}
        for portion in chunks(entry_ids):
            query = select(entry.c.id, entry_revision.c.content).join(entry_revision, CURRENT)
            for row in await self._connection.execute(query.where(entry.c.id.in_(portion))):
                found[EntryId(row[0])] = load(row[1])
        return found

    async def add(
        self, source: str, revisions: Sequence[NewRevision], *, silent: bool, now: datetime
    ) -> Sequence[EntryId]:
        ids = await allocate(self._connection, entry, len(revisions))
        root = {"school_id": self._school_id, "source": source, "received_at": now}
        rows = [
            {"id": row, "kind": one.key[0].value, "external_id": one.key[1], **root, **_row(one, silent, now)}
            for row, one in zip(ids, revisions, strict=True)
        ]
        if rows:
            await insert_rows(self._connection, entry, rows)
            await self._add_revisions(ids, revisions, now)
        return [EntryId(row) for row in ids]

    async def revise(self, revisions: Sequence[NewRevision], *, silent: bool, now: datetime) -> None:
        if revisions:
            rows = [
                {"row": one.entry_id}
                | {f"new_{name}": value for name, value in _row(one, silent, now).items()}
                for one in revisions
            ]
            await self._connection.execute(_REVISE, rows)
            await self._add_revisions([one.entry_id for one in revisions], revisions, now)

    async def _add_revisions(
        self, ids: Sequence[int], revisions: Sequence[NewRevision], now: datetime
    ) -> None:
        rows = [
            {
                "entry_id": entry_id,
                "revision": one.revision,
                "op": one.op.value,
                "recorded_at": now,
                "content": dump(one.content),
            }
            for entry_id, one in zip(ids, revisions, strict=True)
        ]
        await insert_rows(self._connection, entry_revision, rows)

    async def named(self, source: str, external_id: str) -> Mapping[Kind, Entry]:
        query = (
            select(entry, entry_revision.c.content)
            .join(entry_revision, CURRENT)
            .where(
                entry.c.school_id == self._school_id,
                entry.c.source == source,
                entry.c.kind.in_(list(Kind)),
                entry.c.external_id == external_id,
            )
        )
        entries = [self._entry(row) for row in await self._connection.execute(query)]
        return {one.kind: one for one in entries}

    def _entry(self, row: Any) -> Entry:
        return Entry(
            id=EntryId(row.id),
            school_id=self._school_id,
            source=row.source,
            kind=Kind(row.kind),
            external_id=row.external_id,
            revision=row.revision,
            told_revision=row.told_revision,
            received_at=row.received_at,
            changed_at=row.changed_at,
            withdrawn=row.withdrawn,
            content=load(row.content),
        )

    async def recipients(self, entry: Entry) -> Sequence[RecipientStatus]:
        return await recipients_of(self._connection, entry)


def _row(one: NewRevision, silent: bool, now: datetime) -> dict[str, object]:  # noqa: FBT001 - private
    content, audience = one.content, one.content.audience
    return {
        "revision": one.revision,
        "told_revision": one.told_revision,
        "withdrawn": one.op is Op.WITHDRAW,
        "silent": silent,
        "changed_at": now,
        "content_hash": one.content_hash,
        "student_id": audience.student_id,
        "class_id": audience.class_id,
        "group_id": audience.group_id,
        "subject_id": content.subject_id,
        "staff_id": content.staff_id,
        "date": content.day,
        "lesson": content.lesson,
    }
