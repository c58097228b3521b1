"""What teachers look up: whom they teach, and who signed what they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.models.deliveries import DeliveryState
from diary.models.ids import EntryId, StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A class or group in one subject; without a subject: the class that the teacher leads.

    `reached`: students of whom at least one guardian is linked. `lessons`: ISO weekdays and slots, in order.
    """

    audience: str
    subject: str
    students: int
    reached: int
    lessons: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A guardian to whom an entry about a student went; `signed_at`: under what is told now."""

    student_id: StudentId
    student: Name
    class_name: str
    label: str
    state: DeliveryState
    sent_at: datetime | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """One guardian's signature is enough for a student; each guardian's own is shown."""

    entry_id: EntryId
    asked: Sequence[Asked]

    @property
    def students(self) -> int:
        return len({one.student_id for one in self.asked})

    @property
    def signed(self) -> int:
        return len({one.student_id for one in self.asked if one.signed_at})

    @property
    def complete(self) -> bool:
        return self.signed == self.students


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEntry:
    entry: EntryContent
    signatures: Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesPage:
    """`every`: those that are signed are among them. Pages count from 0."""

    entries: Sequence[SignedEntry]
    every: bool
    page: int
    pages: int
