"""Entries as people read them: with the names of what they refer to, under each student they are for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Content, Details, Kind
from diary.models.ids import SchoolId, StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Name
from storage.repositories import entry_content
from storage.schema import (
    enrolment,
    entry,
    entry_revision,
    group_member,
    school,
    school_class,
    staff,
    study_group,
    subject,
    term,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A student was in a class or group from a day until before another."""

    student_id: StudentId
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


Memberships = Mapping[int, Sequence[Membership]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names behind ids that stand in the details; terms under the school's own ids."""

    subjects: Mapping[int, str]
    staff: Mapping[int, str]
    terms: Mapping[str, str]


class ReadingEntries:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def of(
        self, students: Collection[StudentId], kinds: Collection[Kind], *, since: date, until: date
    ) -> dict[StudentId, list[EntryContent]]:
        classes = await self.memberships(enrolment, enrolment.c.class_id, students)
        groups = await self.memberships(group_member, group_member.c.group_id, students)
        audience = _audience(students, classes, groups)
        query = self._query(kinds, since, until).where(audience)
        rows = (await self._connection.execute(query)).all()
        names = await self._names(rows)
        found: dict[StudentId, list[EntryContent]] = {student: [] for student in students}
        for row in rows:
            content = _entry(row, names)
            for student in _readers(row, students, classes, groups):
                found[student].append(content)
        return found

    async def memberships(
        self, table: Any, owner: ColumnElement[Any], students: Collection[StudentId]
    ) -> dict[int, list[Membership]]:
        columns = (owner, table.c.student_id, table.c.valid_from, table.c.valid_to)
        query = select(*columns).where(table.c.student_id.in_(students))
        found: dict[int, list[Membership]] = defaultdict(list)
        for owner_id, student_id, since, until in await self._connection.execute(query):
            found[owner_id].append(Membership(student_id=student_id, since=since, until=until))
        return found

    def _query(self, kinds: Collection[Kind], since: date, until: date) -> Select[Any]:
        received = entry.c.received_at.between(_midnight(since), _midnight(until + timedelta(days=1)))
        current = and_(entry_revision.c.entry_id == entry.c.id, entry_revision.c.revision == entry.c.revision)
        return (
            select(
                entry,
                entry_revision.c.content,
                subject.c.name.label("subject"),
                staff.c.family_name,
                staff.c.given_name,
                staff.c.patronymic,
                school_class.c.name.label("class_name"),
                study_group.c.name.label("group_name"),
                school.c.name.label("school_name"),
            )
            .join(entry_revision, current)
            .join(school, school.c.id == entry.c.school_id)
            .outerjoin(subject, subject.c.id == entry.c.subject_id)
            .outerjoin(staff, staff.c.id == entry.c.staff_id)
            .outerjoin(school_class, school_class.c.id == entry.c.class_id)
            .outerjoin(study_group, study_group.c.id == entry.c.group_id)
            .where(
                entry.c.school_id == self._school_id,
                entry.c.kind.in_(kinds),
                entry.c.withdrawn.is_(False),
                or_(entry.c.date.between(since, until), and_(entry.c.date.is_(None), received)),
            )
            .order_by(entry.c.date, entry.c.lesson, entry.c.id)
        )

    async def _names(self, rows: Iterable[Row[Any]]) -> Names:
        subjects, teachers, terms = set(), set(), set()
        for row in rows:
            details = row.content["details"]
            new = details.get("new") or {}
            subjects.add(new.get("subject"))
            teachers.add(new.get("teacher"))
            terms.add(details.get("term"))
        return Names(
            subjects=await self._named(subject.c.id, subject.c.name, subjects),
            staff=await self._staff(teachers),
            terms=await self._named(term.c.external_id, term.c.name, terms),
        )

    async def _named(
        self, key: ColumnElement[Any], name: ColumnElement[str], ids: set[Any]
    ) -> dict[Any, str]:
        wanted = ids - {None}
        if not wanted:
            return {}
        query = select(key, name).where(key.in_(wanted), key.table.c.school_id == self._school_id)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def _staff(self, ids: set[Any]) -> dict[int, str]:
        wanted = ids - {None}
        if not wanted:
            return {}
        query = select(staff).where(staff.c.id.in_(wanted), staff.c.school_id == self._school_id)
        return {row.id: _initialled(row) for row in await self._connection.execute(query)}


def _initialled(row: Row[Any]) -> str:
    initials = [f"{name[0]}." for name in (row.given_name, row.patronymic) if name]
    return " ".join((row.family_name, *initials))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _audience(
    students: Collection[StudentId], classes: Memberships, groups: Memberships
) -> ColumnElement[bool]:
    whole_school = and_(entry.c.student_id.is_(None), entry.c.class_id.is_(None), entry.c.group_id.is_(None))
    return or_(
        entry.c.student_id.in_(students),
        entry.c.class_id.in_(classes),
        entry.c.group_id.in_(groups),
        whole_school,
    )


def _readers(
    row: Row[Any], students: Collection[StudentId], classes: Memberships, groups: Memberships
) -> list[StudentId]:
    if row.student_id is not None:
        return [row.student_id]
    if row.class_id is None and row.group_id is None:
        return list(students)
    members = classes[row.class_id] if row.class_id is not None else groups[row.group_id]
    day = row.date or row.received_at.date()
    return [membership.student_id for membership in members if membership.holds(day)]


def _entry(row: Row[Any], names: Names) -> EntryContent:
    content = entry_content.load(row.content)
    return EntryContent(
        id=row.id,
        kind=Kind(row.kind),
        revision=row.revision,
        told_revision=row.told_revision,
        withdrawn=row.withdrawn,
        subject_id=content.subject_id,
        subject=row.subject or "",
        staff_id=content.staff_id,
        teacher=_name(row),
        day=content.day,
        lesson=content.lesson,
        marked_at=content.published_at or row.received_at,
        details=content.details,
        audience=_audience_name(row, content),
        term=_term(content.details, names),
        names=_new_names(content.details, names),
    )


def _name(row: Row[Any]) -> Name | None:
    if row.family_name is None:
        return None
    return Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic)


def _audience_name(row: Row[Any], content: Content) -> str:
    return row.class_name or row.group_name or (row.school_name if content.audience.school else "")


def _term(details: Details, names: Names) -> str:
    term_id = details.get("term")
    return names.terms.get(str(term_id), str(term_id)) if term_id else ""


def _new_names(details: Details, names: Names) -> dict[str, str]:
    new = details.get("new")
    if not isinstance(new, Mapping):
        return {}
    subject_name = names.subjects.get(_id(new.get("subject")), "")
    teacher_name = names.staff.get(_id(new.get("teacher")), "")
    found = {"new.subject": subject_name, "new.teacher": teacher_name}
    return {key: name for key, name in found.items() if name}


def _id(value: object) -> int:
    return value if isinstance(value, int) else 0
