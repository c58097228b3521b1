"""What was found in a file, for the office to look at before anything is changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diary.models.people import Name, Role


class Doubt(StrEnum):
    """Why a row is not taken without asking; in braces the values that a reason carries."""

    BIRTH_DATE_UNREADABLE = "birth_date_unreadable"
    """{value} is no date; the child would be taken without one."""

    BIRTH_DATE_UNLIKELY = "birth_date_unlikely"
    """{value} makes the child too young or too old for a school."""

    BIRTH_DATE_ORDER = "birth_date_order"
    """{value} was read with the month first."""

    NAME_ORDER = "name_order"
    """{value} seems to have the given name first."""

    NAME_PARTS = "name_parts"
    """Which words of {value} are the family name is a guess."""

    NAME_INITIALS = "name_initials"
    NAME_ALPHABET = "name_alphabet"
    """{value} mixes Cyrillic and Latin letters that cannot be told apart safely."""

    CLASS_LETTER = "class_letter"
    """{value} has a Latin letter and was read as {name}."""

    CLASS_UNUSUAL = "class_unusual"
    """{value} does not look like a class and was taken as it is."""

    CLASS_FROM_ABOVE = "class_from_above"
    """The row has no class, and was taken into {name}, at whose block it stands."""

    SAME_NAME = "same_name"
    """{row} of {sheet} has the same name, and no birth date tells the two apart."""

    TWO_CLASSES = "two_classes"
    """{row} of {sheet} has the same child in class {name}."""

    POSITION_UNKNOWN = "position_unknown"
    """{value} is not known to teach or to run the office; taken as a teacher."""

    LED_CLASS_UNREADABLE = "led_class_unreadable"
    LED_CLASS_TAKEN = "led_class_taken"
    """{row} of {sheet} leads the class {name} already."""

    FORMULA = "formula"
    """{value} begins like a formula and was left out."""

    TEXT_TOO_LONG = "text_too_long"
    RENAMED = "renamed"
    """Probably the child or colleague known as {was}."""

    BIRTH_DATE_CHANGED = "birth_date_changed"
    """Known with the birth date {was}."""

    MOVED_PERHAPS = "moved_perhaps"
    """One of the same name, and no birth date to compare, is known in class {was}."""

    SEVERAL_KNOWN = "several_known"
    """Several of this name are known, and nothing tells which one is meant."""


class Rejection(StrEnum):
    """Why a row cannot be taken at all."""

    NAME_MISSING = "name_missing"
    NAME_INCOMPLETE = "name_incomplete"
    """{value} is a family name or a given name only."""

    NAME_UNREADABLE = "name_unreadable"
    CLASS_MISSING = "class_missing"
    CLASS_UNREADABLE = "class_unreadable"
    DUPLICATE = "duplicate"
    """The same child stands in {row} of {sheet}."""

    ID_REPEATED = "id_repeated"
    """Another person in {row} of {sheet} has the number {value}."""

    ID_TOO_LONG = "id_too_long"
    FORMULA = "formula"
    TEXT_TOO_LONG = "text_too_long"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    sheet: str
    """Empty for a text file."""

    row: int


@dataclass(frozen=True, slots=True)
class Reason:
    code: Doubt | Rejection
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStudent:
    place: Place
    name: Name
    class_name: str
    birth_date: date | None = None
    file_id: str = ""
    """The school's own number of the child, where the file has such a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStaff:
    place: Place
    """The first of the rows that name this person."""

    name: Name
    roles: frozenset[Role] = frozenset({Role.TEACHER})
    subjects: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    file_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClass:
    name: str
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    understood: FoundStudent | FoundStaff
    reasons: tuple[Reason, ...]

    @property
    def place(self) -> Place:
        return self.understood.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    place: Place
    reason: Reason
    name: Name | None = None
    """Known well enough not to think that this person has left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Rows that are sure, rows to ask about with what was understood, and rows that cannot be taken."""

    students: tuple[FoundStudent, ...] = ()
    staff: tuple[FoundStaff, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    """Sheets without a table of names."""

    @property
    def all_students(self) -> tuple[FoundStudent, ...]:
        """Return the sure and the doubtful ones, as they stand in the file."""
        doubtful = (d.understood for d in self.doubtful if isinstance(d.understood, FoundStudent))
        return tuple(sorted((*self.students, *doubtful), key=lambda student: student.place))

    @property
    def all_staff(self) -> tuple[FoundStaff, ...]:
        doubtful = (d.understood for d in self.doubtful if isinstance(d.understood, FoundStaff))
        return tuple(sorted((*self.staff, *doubtful), key=lambda member: member.place))

    @property
    def classes(self) -> tuple[FoundClass, ...]:
        """Return the classes that students stand in, the youngest first."""
        counts = Counter(student.class_name for student in self.all_students)
        return tuple(FoundClass(name=name, students=counts[name]) for name in sorted(counts, key=class_order))

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(sorted({subject for member in self.all_staff for subject in member.subjects}))

    def reasons_by_place(self) -> dict[Place, tuple[Reason, ...]]:
        return {doubtful.place: doubtful.reasons for doubtful in self.doubtful}


def class_order(name: str) -> tuple[int, str]:
    """Sort 2А before 10А."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return int(digits or 99), name[len(digits) :]
