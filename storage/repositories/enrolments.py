"""Who is in which class and group, and since when."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import ClassId, GroupId, SchoolId, StudentId
from storage.repositories.chunks import chunks
from storage.schema import enrolment, group_member, student

Lists = dict[Any, tuple[StudentId, ...]]


def _on(table: Table, day: date) -> ColumnElement[bool]:
    """Whether the row holds on that day."""
    return and_(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to > day))


class Enrolments:
    """Dated rows: nothing is deleted, the past stays readable."""

    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def by_class(self, day: date) -> Mapping[ClassId, tuple[StudentId, ...]]:
        return await self._lists(enrolment, enrolment.c.class_id, day)

    async def by_group(self, day: date) -> Mapping[GroupId, tuple[StudentId, ...]]:
        return await self._lists(group_member, group_member.c.group_id, day)

    async def _lists(self, table: Table, owner: ColumnElement[Any], day: date) -> Lists:
        query = (
            select(owner, table.c.student_id)
            .join(student, student.c.id == table.c.student_id)
            .where(student.c.school_id == self._school_id, student.c.removed_at.is_(None), _on(table, day))
            .order_by(owner, table.c.student_id)
        )
        found: dict[int, list[StudentId]] = defaultdict(list)
        for owner_id, student_id in await self._connection.execute(query):
            found[owner_id].append(student_id)
        return {owner_id: tuple(students) for owner_id, students in found.items()}

    async def classes(self) -> dict[int, int]:
        """Return the class that each student is in."""
        query = select(enrolment.c.student_id, enrolment.c.class_id).where(enrolment.c.valid_to.is_(None))
        return {row.student_id: row.class_id for row in await self._connection.execute(query)}

    async def members(self) -> dict[int, frozenset[int]]:
        """Return the students of each group."""
        query = select(group_member.c.group_id, group_member.c.student_id)
        found: dict[int, set[int]] = defaultdict(set)
        for group_id, student_id in await self._connection.execute(
            query.where(group_member.c.valid_to.is_(None))
        ):
            found[group_id].add(student_id)
        return {group_id: frozenset(students) for group_id, students in found.items()}

    async def enrol(self, moves: Mapping[StudentId, ClassId | None], *, since: date, today: date) -> None:
        for portion in chunks(moves):
            await self._end(enrolment, enrolment.c.student_id.in_(portion), today)
        rows = [
            {"student_id": student_id, "class_id": class_id, "valid_from": since}
            for student_id, class_id in moves.items()
            if class_id is not None
        ]
        if rows:
            await self._connection.execute(insert(enrolment), rows)

    async def join(self, members: Collection[tuple[GroupId, StudentId]], *, since: date) -> None:
        if members:
            rows = [{"group_id": group, "student_id": one, "valid_from": since} for group, one in members]
            await self._connection.execute(insert(group_member), rows)

    async def leave(self, members: Collection[tuple[GroupId, StudentId]], *, today: date) -> None:
        by_group: dict[GroupId, list[StudentId]] = defaultdict(list)
        for group_id, student_id in members:
            by_group[group_id].append(student_id)
        for group_id, students in by_group.items():
            gone = and_(group_member.c.group_id == group_id, group_member.c.student_id.in_(students))
            await self._end(group_member, gone, today)

    async def leave_groups(self, students: Collection[int], groups: Collection[int], *, today: date) -> None:
        for column, ids in ((group_member.c.student_id, students), (group_member.c.group_id, groups)):
            for portion in chunks(ids):
                await self._end(group_member, column.in_(portion), today)

    async def _end(self, table: Table, which: ColumnElement[bool], today: date) -> None:
        await self._connection.execute(
            update(table).where(which, table.c.valid_to.is_(None)).values(valid_to=today)
        )
