"""Whom the school hands codes to, and what they have already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.models.ids import ClassId, CodeId, NoticeId, PersonId, StaffId, StudentId
from diary.models.people import Role, StaffMember, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    id: ClassId
    name: str
    teacher: PersonId | None
    """The class teacher's person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCode:
    """A code that somebody may still redeem."""

    id: CodeId
    role: Role
    student_id: StudentId | None
    staff_id: StaffId | None
    label: str
    expires_at: datetime
    held: bool
    """Whether an account is reading the consent to it."""

    granted: bool = False
    """Whether it is the office's yes to a guardian's application: it waits for their tap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAs:
    """A right on a student that is in force."""

    student_id: StudentId
    role: Role
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A child, who is linked to them, and which codes for them are out."""

    student: Student
    links: Sequence[LinkedAs] = ()
    codes: Sequence[LiveCode] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """A member of staff, as what they are linked, and which codes for them are out."""

    member: StaffMember
    linked: frozenset[Role] = frozenset()
    codes: Sequence[LiveCode] = ()


Holder = Pupil | Employee


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Whom one person may hand codes to: all of the school, or for a class teacher their own class."""

    classes: Sequence[SchoolClass]
    pupils: Sequence[Pupil]
    employees: Sequence[Employee]

    def of_class(self, class_id: ClassId | None) -> list[Pupil]:
        """None: those in no class."""
        return [one for one in self.pupils if one.student.class_id == class_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many of some people are linked, hold an unspent code, or have nothing."""

    linked: int = 0
    open: int = 0
    nothing: int = 0

    @property
    def total(self) -> int:
        return self.linked + self.open + self.nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One code to hand out. `label` None: to whichever guardian comes first."""

    holder: Holder
    role: Role
    label: str | None = None

    @property
    def student(self) -> Student | None:
        return self.holder.student if isinstance(self.holder, Pupil) else None

    @property
    def member(self) -> StaffMember | None:
        return self.holder.member if isinstance(self.holder, Employee) else None

    @property
    def owner(self) -> tuple[StudentId | None, StaffId | None]:
        student, member = self.student, self.member
        return student.id if student else None, member.id if member else None

    @property
    def replaced(self) -> Sequence[LiveCode]:
        """Return the codes in somebody's hands that die with the new one."""
        return [one for one in self._codes if not one.granted]

    @property
    def is_awaited(self) -> bool:
        """Whether somebody has only to tap for what the code would give."""
        return any(one.granted for one in self._codes)

    @property
    def _codes(self) -> Sequence[LiveCode]:
        same_role = (one for one in self.holder.codes if one.role is self.role)
        return [one for one in same_role if self.label is None or one.label == self.label]

    @property
    def is_linked(self) -> bool:
        """Whether somebody has already what the code would give."""
        if isinstance(self.holder, Employee):
            return self.role in self.holder.linked
        same_role = (one for one in self.holder.links if one.role is self.role)
        return any(self.label is None or one.label == self.label for one in same_role)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutPlan:
    """What would be handed out."""

    wanted: Sequence[Wanted]
    dying: int = 0
    """How many unspent codes, already in somebody's hands, would die."""

    skipped: int = 0
    """Those who are linked or hold a code, and get none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """A code and whom it is for: the only time that it is readable."""

    wanted: Wanted
    id: CodeId
    code: str
    link: str
    expires_at: datetime
    warning: NoticeId | None = None
    """What is told of it unless its letter is said to have been sent."""
