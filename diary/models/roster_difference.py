"""What a file would change, and what of that a person has to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from diary.models.found_roster import FoundStaff, FoundStudent, Place, Reason
from diary.models.people import Name, StaffMember, Student


class Step(StrEnum):
    JOINED = "joined"
    MOVED = "moved"
    """Into another class, and nothing else."""

    CORRECTED = "corrected"
    """Another name, birth date or role; perhaps another class too."""

    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentChange:
    step: Step
    found: FoundStudent
    """As it is to be kept: what the file leaves out is filled in from what is known."""

    external_id: str
    was: Student | None = None
    asks: tuple[Reason, ...] = ()
    """Why this waits for a yes of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChange:
    step: Step
    found: FoundStaff
    external_id: str
    was: StaffMember | None = None
    asks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedId:
    """A class or subject of the file, under the id it has or gets."""

    name: str
    external_id: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Who is to lead a class, and did not until now."""

    class_name: str
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    students: tuple[StudentChange, ...] = ()
    staff: tuple[StaffChange, ...] = ()
    left: tuple[Student, ...] = ()
    """Known in a class that is in the file, and not in the file."""

    staff_missing: tuple[StaffMember, ...] = ()
    """Known and not in a file that has staff; they stay unless dismissed: such lists are rarely whole."""

    classes: tuple[NamedId, ...] = ()
    subjects: tuple[NamedId, ...] = ()
    leaders: tuple[Leader, ...] = ()

    def of(self, step: Step) -> tuple[StudentChange, ...]:
        return tuple(change for change in self.students if change.step is step)

    @property
    def joined(self) -> tuple[StudentChange, ...]:
        return self.of(Step.JOINED)

    @property
    def moved(self) -> tuple[StudentChange, ...]:
        return self.of(Step.MOVED)

    @property
    def corrected(self) -> tuple[StudentChange, ...]:
        return self.of(Step.CORRECTED)

    @property
    def unchanged(self) -> tuple[StudentChange, ...]:
        return self.of(Step.UNCHANGED)

    @property
    def asks(self) -> tuple[Place, ...]:
        """Return the rows that change nothing until they are accepted."""
        return tuple(change.found.place for change in self.changes() if change.asks)

    @property
    def is_empty(self) -> bool:
        return not (self.left or self.leaders) and all(
            change.step is Step.UNCHANGED for change in self.changes()
        )

    def changes(self) -> Iterator[StudentChange | StaffChange]:
        yield from self.students
        yield from self.staff
