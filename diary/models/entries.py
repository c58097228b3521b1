"""Entries of the diary, their revisions and what a change of them means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from diary.models.ids import ClassId, EntryId, GroupId, SchoolId, StaffId, StudentId, SubjectId

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Details: TypeAlias = Mapping[str, Json]
"""The fields of an entry's own kind, as design §4 names them; dates and instants as ISO 8601 strings."""


class Kind(StrEnum):
    GRADE = "grade"
    TERM_GRADE = "term_grade"
    ATTENDANCE = "attendance"
    HOMEWORK = "homework"
    TEST = "test"
    REMARK = "remark"
    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    TIMETABLE_CHANGE = "timetable_change"


class Area(StrEnum):
    """Kinds of entry that guardians give and take together."""

    GRADES = "grades"
    HOMEWORK = "homework"
    TESTS = "tests"
    ABSENCES = "absences"
    TIMETABLE = "timetable"
    REMARKS = "remarks"
    NEWS = "news"

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for kind, area in AREAS.items() if area is self)


AREAS = {
    Kind.GRADE: Area.GRADES,
    Kind.TERM_GRADE: Area.GRADES,
    Kind.ATTENDANCE: Area.ABSENCES,
    Kind.HOMEWORK: Area.HOMEWORK,
    Kind.TEST: Area.TESTS,
    Kind.REMARK: Area.REMARKS,
    Kind.ANNOUNCEMENT: Area.NEWS,
    Kind.MEETING: Area.NEWS,
    Kind.TIMETABLE_CHANGE: Area.TIMETABLE,
}
"""Every kind is of one area."""


class Op(StrEnum):
    UPSERT = "upsert"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """What became of one pushed entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Exactly one of these is set."""

    student_id: StudentId | None = None
    class_id: ClassId | None = None
    group_id: GroupId | None = None
    school: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one revision of an entry says."""

    audience: Audience
    subject_id: SubjectId | None = None
    staff_id: StaffId | None = None
    day: date | None = None
    lesson: int | None = None
    published_at: datetime | None = None
    details: Details = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in the diary, in its current revision.

    `told_revision` is the last revision whose change is told: a signature under it or a later one is valid.
    """

    id: EntryId
    school_id: SchoolId
    source: str
    kind: Kind
    external_id: str
    revision: int
    told_revision: int
    received_at: datetime
    changed_at: datetime
    withdrawn: bool
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as pushed, in the school's own ids (resolved by the journal)."""

    external_id: str
    kind: Kind
    op: Op = Op.UPSERT
    student: str | None = None
    class_: str | None = None
    group: str | None = None
    school: bool = False
    subject: str | None = None
    teacher: str | None = None
    day: date | None = None
    lesson: int | None = None
    published_at: datetime | None = None
    details: Details = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The answer for one pushed entry. `field` and `error` are set where it was rejected."""

    external_id: str
    outcome: Outcome
    revision: int | None = None
    field: str | None = None
    error: str | None = None
