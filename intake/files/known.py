"""What the school knows already, for a file to be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from diary.models.people import StaffMember, Student
from intake.files.classes import read_class


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRoster:
    students: tuple[Student, ...] = ()
    """Those who are enrolled now."""

    staff: tuple[StaffMember, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    """Names by external id."""

    subjects: Mapping[str, str] = field(default_factory=dict)
    """Names by external id."""

    once_used_ids: frozenset[str] = frozenset()
    """External ids of all students and staff there ever were: nobody new gets the history of another."""


@lru_cache(maxsize=4096)
def class_key(name: str) -> str:
    """Return what two spellings of a class have in common."""
    read = read_class(name)
    return (read.name if read else name).casefold()
