"""Signing, and the answers that sign."""

from dataclasses import dataclass
from enum import StrEnum

from diary.models.entries import Kind
from diary.models.ids import EntryId, MailboxId, StaffId, StudentId, SubjectId
from diary.models.people import Name, Student


class AbsenceAnswer(StrEnum):
    """What a guardian answers to "Do you know where your child is?"; any of them signs."""

    FINE = "fine"
    LATE = "late"
    AWAY = "away"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry as a sent message shows it. `number` is its place in the message, from 1."""

    number: int
    mailbox_id: MailboxId
    entry_id: EntryId
    kind: Kind
    student_id: StudentId
    revision: int
    """The one shown."""

    told_revision: int
    withdrawn: bool
    staff_id: StaffId | None
    subject_id: SubjectId | None
    start: int
    end: int
    value: str = ""
    """What a grade says, else empty."""

    lesson: int | None = None

    @property
    def stale(self) -> bool:
        """Whether something else is told by now than what is shown."""
        return self.revision < self.told_revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a tap has signed."""

    entries: tuple[ShownEntry, ...]
    students: tuple[Student, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceAnswered:
    """What a guardian's answer has done. `told` and `unlinked` are staff: who got it, who has no chat.

    None is someone of the office whom no roster names.
    """

    answer: AbsenceAnswer
    told: tuple[Name | None, ...] = ()
    unlinked: tuple[Name | None, ...] = ()
