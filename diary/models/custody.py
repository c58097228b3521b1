"""Who has access to a child's diary, and who is kept out, as the office sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.models.ids import BarId, ClassId, PersonId, StudentId
from diary.models.people import Link, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """`id` is None for those who are in no class."""

    id: ClassId | None
    name: str
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """`reachable`: the person has a live account; `last_seen`: when they last opened the child's diary."""

    link: Link
    reachable: bool
    last_seen: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """No code brings this person to this student; `label` is that of the right they had."""

    id: BarId
    student_id: StudentId
    person_id: PersonId
    label: str
    basis: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFile:
    student: Student
    accesses: Sequence[Access]
    bars: Sequence[Bar]
