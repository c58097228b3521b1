"""The roster as the school's journal describes it, and what came of a push of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from diary.models.entries import Audience
from diary.models.ids import ClassId, GroupId, StudentId


class Section(StrEnum):
    """The parts of a roster, in the order in which they lean on each other."""

    TERMS = "terms"
    BELLS = "bells"
    SUBJECTS = "subjects"
    STAFF = "staff"
    CLASSES = "classes"
    STUDENTS = "students"
    GROUPS = "groups"
    LESSONS = "lessons"


Value: TypeAlias = str | int | date | time | tuple[str, ...] | frozenset[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterItem:
    """One pushed record, in the school's own ids. `values` has what was given: the omitted is untouched."""

    id: str
    removed: bool = False
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


RosterPatch: TypeAlias = Mapping[Section, Sequence[RosterItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stored record: `values` under the pushed names, references as our own row ids."""

    id: int
    values: Mapping[str, Value]
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """`field` is what is wrong, `error` how to mend it; never the value itself."""

    section: str
    id: str
    field: str
    error: str


@dataclass(slots=True, kw_only=True)
class Counts:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterOutcome:
    counts: Mapping[Section, Counts]
    rejected: Sequence[Rejection]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRoster:
    """What entries refer to, as of a version of the roster and a school day."""

    version: int
    day: date
    ids: Mapping[Section, Mapping[str, int]]
    """Our row ids under the school's own, of who left too."""

    gone: Mapping[Section, frozenset[str]]
    bells: Mapping[int, tuple[time, time]]
    class_students: Mapping[ClassId, tuple[StudentId, ...]]
    group_students: Mapping[GroupId, tuple[StudentId, ...]]
    students: tuple[StudentId, ...]

    def audience(self, audience: Audience) -> tuple[StudentId, ...]:
        """Return the students whom it means today."""
        if audience.student_id is not None:
            return (audience.student_id,)
        if audience.class_id is not None:
            return self.class_students.get(audience.class_id, ())
        if audience.group_id is not None:
            return self.group_students.get(audience.group_id, ())
        return self.students

    def external_id(self, section: Section, row: int | None) -> str | None:
        """Return the school's own id of one of our rows."""
        return next((external for external, known in self.ids[section].items() if known == row), None)
