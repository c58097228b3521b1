"""What entries say now, with the names behind their ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Content, Kind, Op
from diary.models.ids import EntryId, SchoolId, StaffId, SubjectId
from diary.models.notifications import EntryContent
from diary.models.people import Name
from storage.repositories.entry_content import load
from storage.repositories.grade_history import Term
from storage.schema import entry, entry_revision, school, school_class, staff, study_group, subject, term

_FACTS: Select[Any] = (
    select(
        entry.c.id,
        entry.c.kind,
        entry.c.revision,
        entry.c.told_revision,
        entry.c.withdrawn,
        entry.c.received_at,
        entry_revision.c.content,
        subject.c.name,
        staff.c.family_name,
        staff.c.given_name,
        staff.c.patronymic,
        school_class.c.name,
        study_group.c.name,
        school.c.name,
        school.c.grade_scale,
    )
    .join(
        entry_revision,
        (entry_revision.c.entry_id == entry.c.id) & (entry_revision.c.revision == entry.c.revision),
    )
    .join(school, school.c.id == entry.c.school_id)
    .outerjoin(subject, subject.c.id == entry.c.subject_id)
    .outerjoin(staff, staff.c.id == entry.c.staff_id)
    .outerjoin(school_class, school_class.c.id == entry.c.class_id)
    .outerjoin(study_group, study_group.c.id == entry.c.group_id)
    # "+ 0" keeps SQLite from the index on school_id: by that one it would read every entry of the school
    .where(entry.c.id.in_(bindparam("entries", expanding=True)), entry.c.school_id + 0 == bindparam("school"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """An entry as anyone may see it. `versions`: all its revisions, where it has more than one."""

    id: EntryId
    kind: Kind
    revision: int
    told_revision: int
    withdrawn: bool
    received_at: datetime
    content: Content
    subject: str
    teacher: Name | None
    audience: str
    school_scale: str
    versions: Mapping[int, tuple[Op, Content]] = field(default_factory=dict)
    term: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    new_teacher: Name | None = None

    def at(self, revision: int) -> Content:
        return self.versions[revision][1] if revision in self.versions else self.content

    def void_since(self, revision: int) -> bool:
        """Whether it was withdrawn then, or between then and what is told now."""
        told = range(revision, self.told_revision + 1)
        return any(self.versions[one][0] is Op.WITHDRAW for one in told if one in self.versions)

    def drawn(self, *, content: Content, withdrawn: bool, **seen: Any) -> EntryContent:
        """Make what a message is drawn from, with what one chat has `seen` of it."""
        return EntryContent(
            id=self.id,
            kind=self.kind,
            revision=self.revision,
            told_revision=self.told_revision,
            withdrawn=withdrawn,
            subject_id=content.subject_id,
            subject=self.subject,
            staff_id=content.staff_id,
            teacher=self.teacher,
            day=content.day,
            lesson=content.lesson,
            marked_at=content.published_at or self.received_at,
            details=content.details,
            audience=self.audience,
            term=self.term,
            names=self.names,
            new_teacher=self.new_teacher,
            received_at=self.received_at,
            **seen,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _New:
    """Names of what comes instead after timetable changes."""

    subjects: Mapping[SubjectId | None, str]
    teachers: Mapping[StaffId | None, Name]


class SqlEntryFacts:
    """Also remembers the school's terms for whoever needs them in the same transaction."""

    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
        self._terms: list[Term] | None = None

    async def load(self, entry_ids: Collection[int]) -> dict[int, EntryFacts]:
        if not entry_ids:
            return {}
        parameters = {"entries": sorted(entry_ids), "school": self._school_id}
        rows = (await self._connection.execute(_FACTS, parameters)).all()
        contents = {row[0]: load(row[6]) for row in rows}
        versions = await self._versions([row[0] for row in rows if row[2] > 1])
        changes = [contents[row[0]] for row in rows if row[1] == Kind.TIMETABLE_CHANGE]
        new = await self._new(changes)
        named = any(row[1] == Kind.TERM_GRADE for row in rows)
        terms = {one.external_id: one.name for one in await self.terms()} if named else {}
        return {row[0]: _facts(row, contents[row[0]], versions.get(row[0], {}), new, terms) for row in rows}

    async def terms(self) -> Sequence[Term]:
        if self._terms is None:
            query = select(term.c.external_id, term.c.name, term.c.starts_on, term.c.ends_on).where(
                term.c.school_id == self._school_id, term.c.removed_at.is_(None)
            )
            rows = await self._connection.execute(query.order_by(term.c.starts_on))
            self._terms = [Term(external_id=row[0], name=row[1], start=row[2], end=row[3]) for row in rows]
        return self._terms

    async def _versions(self, entry_ids: Sequence[int]) -> dict[int, dict[int, tuple[Op, Content]]]:
        found: dict[int, dict[int, tuple[Op, Content]]] = {one: {} for one in entry_ids}
        if entry_ids:
            columns = (entry_revision.c.entry_id, entry_revision.c.revision)
            query = select(*columns, entry_revision.c.op, entry_revision.c.content).where(
                entry_revision.c.entry_id.in_(entry_ids)
            )
            for entry_id, revision, op, content in await self._connection.execute(query):
                found[entry_id][revision] = (Op(op), load(content))
        return found

    async def _new(self, changes: Sequence[Content]) -> _New:
        """Return the names behind the ids of what comes instead."""
        ids = [_new_ids(one) for one in changes]
        return _New(
            subjects=await self._subjects({subject for subject, _ in ids if subject}),
            teachers=await self._teachers({teacher for _, teacher in ids if teacher}),
        )

    async def _subjects(self, ids: Collection[SubjectId]) -> dict[SubjectId | None, str]:
        if not ids:
            return {}
        query = select(subject.c.id, subject.c.name).where(subject.c.id.in_(ids))
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def _teachers(self, ids: Collection[StaffId]) -> dict[StaffId | None, Name]:
        if not ids:
            return {}
        query = select(staff.c.id, staff.c.family_name, staff.c.given_name, staff.c.patronymic)
        rows = await self._connection.execute(query.where(staff.c.id.in_(ids)))
        return {row[0]: _name(row[1], row[2], row[3]) for row in rows}


def _facts(
    row: Any,
    content: Content,
    versions: Mapping[int, tuple[Op, Content]],
    new: _New,
    terms: Mapping[str, str],
) -> EntryFacts:
    new_subject, new_teacher = _new_ids(content)
    subject_name = new.subjects.get(new_subject)
    term_given = str(content.details.get("term") or "")
    return EntryFacts(
        id=EntryId(row[0]),
        kind=Kind(row[1]),
        revision=row[2],
        told_revision=row[3],
        withdrawn=bool(row[4]),
        received_at=row[5],
        content=content,
        subject=row[7] or "",
        teacher=None if row[8] is None else _name(row[8], row[9], row[10]),
        audience=row[11] or row[12] or (row[13] if content.audience.school else ""),
        school_scale=row[14],
        versions=versions,
        term=terms.get(term_given, term_given),
        names={"new.subject": subject_name} if subject_name else {},
        new_teacher=new.teachers.get(new_teacher),
    )


def _new_ids(content: Content) -> tuple[SubjectId | None, StaffId | None]:
    new = content.details.get("new")
    if not isinstance(new, dict):
        return None, None
    new_subject, new_teacher = new.get("subject"), new.get("teacher")
    return (
        SubjectId(new_subject) if isinstance(new_subject, int) else None,
        StaffId(new_teacher) if isinstance(new_teacher, int) else None,
    )


def _name(family_name: str, given_name: str, patronymic: str | None) -> Name:
    return Name(family_name=family_name, given_name=given_name, patronymic=patronymic or "")
