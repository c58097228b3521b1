"""The audit as the office reads it: who is called how, which entry is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diary.models.entries import Json, Kind
from diary.models.ids import PersonId
from diary.models.people import Name, Role, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A person as the school knows them: staff by name, others by label and role, the erased by a number."""

    id: PersonId
    name: Name | None = None
    role: Role | None = None
    label: str = ""
    erased: bool = False
    live: bool = True
    """Whether the role is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryNamed:
    kind: Kind
    subject: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    id: int
    at: datetime
    action: str
    actor: Called | None
    person: Called | None
    student: Student | None
    entry: EntryNamed | None
    subject_id: int | None
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """A page of the log of a student or of a person, newest first."""

    student: Student | None
    person: Called | None
    lines: Sequence[AuditLine]
    page: int
    more: bool
    left: bool = False
    """Whether the student has left the school."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who holds or held a link on a student."""

    student: Student
    persons: Sequence[Called]
