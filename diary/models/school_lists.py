"""What the school knows already, for a list to be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diary.models.people import StaffMember, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLists:
    students: tuple[Student, ...] = ()
    """Those who are enrolled now."""

    staff: tuple[StaffMember, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    """Names by external id."""

    leaders: Mapping[str, str] = field(default_factory=dict)
    """The external ids of class teachers by those of their classes."""

    subjects: Mapping[str, str] = field(default_factory=dict)
    """Names by external id."""

    once_used_ids: frozenset[str] = frozenset()
    """External ids of all students and staff there ever were: nobody new gets the history of another."""
