"""Entries as people read them: what stands now, under each student it is for."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Kind
from diary.models.ids import SchoolId, StudentId
from diary.models.notifications import EntryContent
from storage.repositories.entry_facts import SqlEntryFacts
from storage.schema import enrolment, entry, entry_revision, group_member


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A student was in a class or group from a day until before another."""

    student_id: StudentId
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


Memberships = Mapping[int, Sequence[Membership]]
COLUMNS = (
    entry.c.id,
    entry.c.student_id,
    entry.c.class_id,
    entry.c.group_id,
    entry.c.date,
    entry.c.lesson,
    entry.c.received_at,
)
WHOLE_SCHOOL = and_(entry.c.student_id.is_(None), entry.c.class_id.is_(None), entry.c.group_id.is_(None))


class ReadingEntries:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of(
        self, students: Collection[StudentId], kinds: Collection[Kind], *, since: date, until: date
    ) -> dict[StudentId, list[EntryContent]]:
        classes = await self._memberships(enrolment, enrolment.c.class_id, students)
        groups = await self._memberships(group_member, group_member.c.group_id, students)
        audiences = (
            entry.c.student_id.in_(students),
            entry.c.class_id.in_(classes),
            entry.c.group_id.in_(groups),
            WHOLE_SCHOOL,
        )
        # each search has its index; asked for together they would read the whole table
        searches = [
            select(*COLUMNS).where(audience, when, entry.c.kind.in_(kinds), entry.c.withdrawn.is_(False))
            for audience in audiences
            for when in _when(since, until)
        ]
        rows = sorted(await self._connection.execute(union_all(*searches)), key=_order)
        return await self._under(students, rows, classes, groups)

    async def told_since(
        self, students: Collection[StudentId], moment: datetime
    ) -> dict[StudentId, list[EntryContent]]:
        classes = await self._memberships(enrolment, enrolment.c.class_id, students)
        groups = await self._memberships(group_member, group_member.c.group_id, students)
        # ids grow with time, so that the recent ones are found without an index of their own
        before = entry_revision.c.recorded_at <= moment
        last = select(entry_revision.c.id).where(before).order_by(entry_revision.c.id.desc()).limit(1)
        silent = and_(entry.c.silent, entry.c.told_revision == entry.c.revision)
        query: Select[Any] = (
            select(*COLUMNS)
            .join(entry_revision, entry_revision.c.entry_id == entry.c.id)
            .where(
                entry_revision.c.id > func.coalesce(last.scalar_subquery(), 0),
                entry_revision.c.recorded_at > moment,
                entry_revision.c.revision == entry.c.told_revision,
                entry.c.withdrawn.is_(False),
                ~silent,
                or_(
                    entry.c.student_id.in_(students),
                    entry.c.class_id.in_(classes),
                    entry.c.group_id.in_(groups),
                    WHOLE_SCHOOL,
                ),
            )
        )
        rows = sorted(await self._connection.execute(query), key=_order)
        return await self._under(students, rows, classes, groups)

    async def _under(
        self,
        students: Collection[StudentId],
        rows: Sequence[Row[Any]],
        classes: Memberships,
        groups: Memberships,
    ) -> dict[StudentId, list[EntryContent]]:
        facts = await SqlEntryFacts(self._connection, self._school_id).load([row.id for row in rows])
        found: dict[StudentId, list[EntryContent]] = {student: [] for student in students}
        for row in rows:
            if row.id not in facts:
                continue
            content = facts[row.id].drawn(content=facts[row.id].content, withdrawn=False)
            for student in _readers(row, students, classes, groups):
                found[student].append(content)
        return found

    async def _memberships(
        self, table: Any, owner: ColumnElement[Any], students: Collection[StudentId]
    ) -> Memberships:
        columns = (owner, table.c.student_id, table.c.valid_from, table.c.valid_to)
        query = select(*columns).where(table.c.student_id.in_(students))
        found: dict[int, list[Membership]] = defaultdict(list)
        for owner_id, student_id, since, until in await self._connection.execute(query):
            found[owner_id].append(Membership(student_id=student_id, since=since, until=until))
        return found


def _when(since: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    received = entry.c.received_at.between(_midnight(since), _midnight(until + timedelta(days=1)))
    return entry.c.date.between(since, until), and_(entry.c.date.is_(None), received)


def _order(row: Row[Any]) -> tuple[date, int, int]:
    return _day(row), row.lesson or 0, row.id


def _day(row: Row[Any]) -> date:
    day: date = row.date or row.received_at.date()
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _readers(
    row: Row[Any], students: Collection[StudentId], classes: Memberships, groups: Memberships
) -> list[StudentId]:
    if row.student_id is not None:
        return [row.student_id]
    if row.class_id is None and row.group_id is None:
        return list(students)
    members = classes[row.class_id] if row.class_id is not None else groups[row.group_id]
    return [membership.student_id for membership in members if membership.holds(_day(row))]
