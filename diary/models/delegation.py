"""What guardians pass on to persons they trust: a child, some kinds of entry, until a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from diary.models.ids import CodeId, LinkId, PersonId, StudentId, SubjectId
from diary.models.people import Scope, Student


class Preset(StrEnum):
    """Whom one usually trusts with what."""

    TUTOR = "tutor"
    NANNY = "nanny"
    EVERYTHING = "everything"


class Term(StrEnum):
    """How long one usually trusts."""

    WEEK = "week"
    MONTH = "month"
    TERM = "term"
    YEAR = "year"


class Ending(StrEnum):
    """Why a right on a student has ended."""

    REVOKED = "revoked"
    OVER = "over"
    """Its term."""

    GRANTER_LEFT = "granter left"
    """The guardian who gave it has no right any more."""

    REPLACED = "replaced"
    """Its holder was given another."""


Subjects = Mapping[SubjectId, str]
"""Subjects by their names, in the order of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What is passed on, and until when; `subjects` are those that it names."""

    scope: Scope
    until: datetime
    subjects: Subjects = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedLink:
    """A delegated right that is in force. `last_seen`: when its holder last opened the child's diary."""

    id: LinkId
    person_id: PersonId
    student_id: StudentId
    granted_by: PersonId | None
    label: str
    scope: Scope
    valid_until: datetime | None
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCode:
    """A delegated code that nobody has redeemed yet."""

    id: CodeId
    student_id: StudentId
    label: str
    scope: Scope
    link_until: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedPage:
    """Everyone whom the guardians of a child trust with the diary, and every code on its way."""

    student: Student
    links: Sequence[TrustedLink]
    codes: Sequence[WaitingCode]
    subjects: Subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedCard:
    """One of them. `subjects` are those that may be given."""

    student: Student
    link: TrustedLink
    subjects: Subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    student: Student
    code: WaitingCode
    subjects: Subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a guardian may choose from for a child: subjects to name, and the days on which terms end."""

    student: Student
    subjects: Subjects
    days: Mapping[Term, date]
    today: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What a guardian has chosen; the last day is included."""

    student_id: StudentId
    scope: Scope
    last_day: date
    label: str
