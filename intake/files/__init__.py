"""Rosters from the files that schools have: read, compared with what is known, and turned into a push."""

from intake.files.compare import compare
from intake.files.difference import Difference, NamedId, StaffChange, Step, StudentChange
from intake.files.known import KnownRoster
from intake.files.patch import to_roster
from intake.files.preview import (
    Doubt,
    Doubtful,
    FoundClass,
    FoundStaff,
    FoundStudent,
    Place,
    Preview,
    Reason,
    Rejected,
    Rejection,
)
from intake.files.reading import read_roster_file
from intake.files.refusals import Refusal, RosterFileError

__all__ = [
    "Difference",
    "Doubt",
    "Doubtful",
    "FoundClass",
    "FoundStaff",
    "FoundStudent",
    "KnownRoster",
    "NamedId",
    "Place",
    "Preview",
    "Reason",
    "Refusal",
    "Rejected",
    "Rejection",
    "RosterFileError",
    "StaffChange",
    "Step",
    "StudentChange",
    "compare",
    "read_roster_file",
    "to_roster",
]
