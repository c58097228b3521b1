"""The roster the school's journal describes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import ClassId, GroupId, PersonId, SchoolId, StaffId, StudentId
from diary.models.people import Role
from diary.models.privacy import EndedLink
from diary.models.roster import KnownRoster, Record, Section, Value
from storage.repositories.chunks import chunks
from storage.repositories.enrolments import Enrolments
from storage.repositories.ids import allocate
from storage.repositories.leavers import Leavers
from storage.repositories.roster_tables import PLACES
from storage.schema import lesson, person, school

PUSHES = 7_302_004
"""PostgreSQL advisory lock, taken with the school's number: its pushes are stored one after another."""

REFERRED = (Section.SUBJECTS, Section.STAFF, Section.CLASSES, Section.STUDENTS, Section.GROUPS)

_VERSION = select(school.c.roster_version).where(school.c.id == bindparam("school"))


class SqlRosters:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
        self._enrolments = Enrolments(connection, school_id)
        self._leavers = Leavers(connection)

    async def lock(self) -> None:
        """On SQLite a writing transaction is alone anyway."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(PUSHES, self._school_id)))

    async def version(self) -> int:
        return await self._connection.scalar(_VERSION, {"school": self._school_id}) or 0

    async def raise_version(self) -> None:
        raised = school.c.roster_version + 1
        await self._connection.execute(
            update(school).where(school.c.id == self._school_id).values(roster_version=raised)
        )

    async def known(self, today: date) -> KnownRoster:
        version = await self.version()
        ids: dict[Section, dict[str, int]] = {}
        gone: dict[Section, frozenset[str]] = {}
        for section in REFERRED:
            ids[section], gone[section] = await self._ids(section)
        students = ids[Section.STUDENTS]
        return KnownRoster(
            version=version,
            day=today,
            ids=ids,
            gone=gone,
            bells=await self._bells(),
            class_students=await self._enrolments.by_class(today),
            group_students=await self._enrolments.by_group(today),
            students=tuple(
                StudentId(row) for external, row in students.items() if external not in gone[Section.STUDENTS]
            ),
        )

    async def _ids(self, section: Section) -> tuple[dict[str, int], frozenset[str]]:
        table = PLACES[section].table
        query = select(table.c.external_id, table.c.id, table.c.removed_at.is_not(None))
        rows = (await self._connection.execute(query.where(table.c.school_id == self._school_id))).all()
        return {external: row for external, row, _ in rows}, frozenset(row[0] for row in rows if row[2])

    async def _bells(self) -> dict[int, tuple[time, time]]:
        table = PLACES[Section.BELLS].table
        query = select(table.c.slot, table.c.starts_at, table.c.ends_at).where(
            table.c.school_id == self._school_id, table.c.removed_at.is_(None)
        )
        return {slot: (start, end) for slot, start, end in await self._connection.execute(query)}

    async def records(self, section: Section) -> dict[str, Record]:
        place = PLACES[section]
        rows = (
            await self._connection.execute(
                select(place.table).where(place.table.c.school_id == self._school_id)
            )
        ).all()
        dated = await self._dated(section)
        return {
            str(getattr(row, place.key)): Record(
                id=row.id, values=place.values(row) | dated(row.id), removed=row.removed_at is not None
            )
            for row in rows
        }

    async def _dated(self, section: Section) -> Callable[[int], dict[str, Value]]:
        if section is Section.STUDENTS:
            classes = await self._enrolments.classes()
            return lambda row: {"class": classes.get(row)}
        if section is Section.GROUPS:
            members = await self._enrolments.members()
            return lambda row: {"students": members.get(row, frozenset())}
        return lambda _row: {}

    async def add(
        self, section: Section, records: Mapping[str, Mapping[str, Value]], *, now: datetime
    ) -> dict[str, int]:
        place = PLACES[section]
        ids = dict(zip(records, await allocate(self._connection, place.table, len(records)), strict=True))
        rows = [
            {"id": ids[key], "school_id": self._school_id, place.key: _key(section, key)} | place.row(values)
            for key, values in records.items()
        ]
        if section is Section.STAFF:
            for row, person_id in zip(rows, await self._persons(len(rows), now), strict=True):
                row["person_id"] = person_id
        if rows:
            await self._connection.execute(insert(place.table), rows)
        return ids

    async def _persons(self, count: int, now: datetime) -> Sequence[int]:
        ids = await allocate(self._connection, person, count)
        rows = [{"id": one, "school_id": self._school_id, "created_at": now} for one in ids]
        if rows:
            await self._connection.execute(insert(person), rows)
        return ids

    async def change(self, section: Section, records: Sequence[Record]) -> None:
        place = PLACES[section]
        if not records:
            return
        columns: dict[str, Any] = {column: bindparam(f"new_{column}") for column in place.columns.values()}
        statement = (
            update(place.table).where(place.table.c.id == bindparam("row")).values(**columns, removed_at=None)
        )
        rows = [
            {"row": record.id}
            | {f"new_{column}": value for column, value in place.row(record.values).items()}
            for record in records
        ]
        await self._connection.execute(statement, rows)

    async def remove(self, section: Section, rows: Collection[int], *, now: datetime) -> None:
        table = PLACES[section].table
        for portion in chunks(rows):
            await self._connection.execute(
                update(table).where(table.c.id.in_(portion)).values(removed_at=now)
            )

    async def enrol(self, moves: Mapping[StudentId, ClassId | None], *, since: date, today: date) -> None:
        await self._enrolments.enrol(moves, since=since, today=today)

    async def join(self, members: Collection[tuple[GroupId, StudentId]], *, since: date) -> None:
        await self._enrolments.join(members, since=since)

    async def leave(self, members: Collection[tuple[GroupId, StudentId]], *, today: date) -> None:
        await self._enrolments.leave(members, today=today)

    async def leave_groups(
        self, *, students: Collection[int] = (), groups: Collection[int] = (), today: date
    ) -> None:
        await self._enrolments.leave_groups(students, groups, today=today)

    async def end_lessons(
        self, *, classes: Collection[int] = (), groups: Collection[int] = (), now: datetime
    ) -> None:
        of_these = or_(lesson.c.class_id.in_(classes), lesson.c.group_id.in_(groups))
        await self._connection.execute(
            update(lesson).where(of_these, lesson.c.removed_at.is_(None)).values(removed_at=now)
        )

    async def end_student_links(
        self, students: Collection[StudentId], *, now: datetime
    ) -> Sequence[EndedLink]:
        return await self._leavers.end_student_links(students, now=now)

    async def end_staff_roles(
        self, staff: Collection[StaffId], *, roles: Collection[Role], now: datetime
    ) -> Sequence[tuple[PersonId, Role]]:
        return await self._leavers.end_staff_roles(staff, roles=roles, now=now)


def _key(section: Section, key: str) -> str | int:
    return int(key) if section is Section.BELLS else key
