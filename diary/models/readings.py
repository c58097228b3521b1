"""The pages of the diary that people open themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from diary.models.ids import StudentId, SubjectId
from diary.models.notifications import EntryContent
from diary.models.people import Link, Name, Scope, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A student whom a person may read about, and by what right."""

    student: Student
    link: Link
    class_teacher: Name | None = None
    subjects: Mapping[SubjectId, str] = field(default_factory=dict)
    """Those that the right names, by name: where it is asked for."""

    @property
    def id(self) -> StudentId:
        return self.student.id

    @property
    def scope(self) -> Scope:
        return self.link.scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson of one day; `change` is what is different on that day."""

    slot: int
    starts_at: time | None
    ends_at: time | None
    subject_id: SubjectId
    subject: str
    teacher: Name | None
    room: str
    audience: str
    change: EntryContent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A term, both days included; the whole school year where the school has named no terms."""

    external_id: str
    name: str
    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whose page it is, of whom the person may choose."""

    pupil: Pupil
    pupils: Sequence[Pupil]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    pupil: Pupil
    day: date
    lessons: Sequence[Lesson]
    entries: Sequence[EntryContent]


Days: TypeAlias = Sequence[tuple[date, Sequence[EntryContent]]]
"""The days that have something, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    choice: Choice
    since: date
    until: date
    by_day: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeworkPage:
    """`covered`: whether the person's right includes homework at all; so on the pages below."""

    pupil: Pupil
    since: date
    until: date
    covered: bool
    by_day: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectProgress:
    """`average` is of the grades that count as numbers; None: none does. `absences` are missed lessons."""

    subject: str
    grades: Sequence[EntryContent]
    average: Decimal | None
    absences: int
    term_grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradesPage:
    choice: Choice
    period: Period
    has_earlier: bool
    covered: bool
    subjects: Sequence[SubjectProgress]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencesPage:
    choice: Choice
    period: Period
    has_earlier: bool
    covered: bool
    entries: Sequence[EntryContent]
    """Newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePage:
    """A day's lessons of a child, or of a teacher (then `choice` is None)."""

    choice: Choice | None
    day: date
    covered: bool
    lessons: Sequence[Lesson]
