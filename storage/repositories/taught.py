"""The classes and groups of a teacher, and how many of their students have a guardian here."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId, SchoolId
from diary.models.people import Role
from diary.models.teachings import Taught
from storage.repositories.links import live_link
from storage.schema import enrolment, group_member, lesson, link, school_class, staff, study_group, subject

Counts = dict[int, tuple[int, int]]


class TaughtClasses:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of(self, person_id: PersonId, day: date, now: datetime) -> list[Taught]:
        led = await self._led(person_id)
        lessons = await self._lessons(person_id, day)
        classes = {*led, *(key[0] for key in lessons if key[0])}
        groups = {key[1] for key in lessons if key[1]}
        in_classes = await self._counts(enrolment, enrolment.c.class_id, classes, day, now)
        in_groups = await self._counts(group_member, group_member.c.group_id, groups, day, now)
        own = [_taught(name, "", in_classes.get(key, (0, 0)), []) for key, name in led.items()]
        given = [
            _taught(name, said, in_classes.get(klass) or in_groups.get(group) or (0, 0), slots)
            for (klass, group, name, said), slots in lessons.items()
        ]
        return own + sorted(given, key=lambda one: (one.audience, one.subject))

    async def _led(self, person_id: PersonId) -> dict[int, str]:
        query = (
            select(school_class.c.id, school_class.c.name)
            .join(staff, staff.c.id == school_class.c.class_teacher_id)
            .where(self._is(person_id), school_class.c.removed_at.is_(None))
            .order_by(school_class.c.name)
        )
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def _lessons(
        self, person_id: PersonId, day: date
    ) -> dict[tuple[int, int, str, str], list[tuple[int, int]]]:
        query = (
            select(
                func.coalesce(lesson.c.class_id, 0),
                func.coalesce(lesson.c.group_id, 0),
                func.coalesce(school_class.c.name, study_group.c.name, ""),
                subject.c.name,
                lesson.c.weekday,
                lesson.c.slot,
            )
            .join(staff, staff.c.id == lesson.c.staff_id)
            .join(subject, subject.c.id == lesson.c.subject_id)
            .outerjoin(school_class, school_class.c.id == lesson.c.class_id)
            .outerjoin(study_group, study_group.c.id == lesson.c.group_id)
            .where(
                self._is(person_id),
                lesson.c.removed_at.is_(None),
                or_(lesson.c.valid_from.is_(None), lesson.c.valid_from <= day),
                or_(lesson.c.valid_to.is_(None), lesson.c.valid_to >= day),
            )
            .order_by(lesson.c.weekday, lesson.c.slot)
        )
        found: dict[tuple[int, int, str, str], list[tuple[int, int]]] = defaultdict(list)
        for klass, group, name, said, weekday, slot in await self._connection.execute(query):
            found[klass, group, name, said].append((weekday, slot))
        return found

    async def _counts(
        self, members: Any, owner: ColumnElement[Any], owners: Collection[int], day: date, now: datetime
    ) -> Counts:
        """Return how many students there are, and of how many a guardian is linked."""
        linked = and_(link.c.student_id == members.c.student_id, link.c.role == Role.GUARDIAN, live_link(now))
        query = (
            select(owner, func.count(distinct(members.c.student_id)), func.count(distinct(link.c.student_id)))
            .outerjoin(link, linked)
            .where(
                owner.in_(owners),
                members.c.valid_from <= day,
                or_(members.c.valid_to.is_(None), members.c.valid_to > day),
            )
            .group_by(owner)
        )
        return {row[0]: (row[1], row[2]) for row in await self._connection.execute(query)}

    def _is(self, person_id: PersonId) -> ColumnElement[bool]:
        return and_(
            staff.c.person_id == person_id,
            staff.c.school_id == self._school_id,
            staff.c.removed_at.is_(None),
        )


def _taught(audience: str, said: str, counts: tuple[int, int], lessons: list[tuple[int, int]]) -> Taught:
    students, reached = counts
    return Taught(audience=audience, subject=said, students=students, reached=reached, lessons=lessons)
