"""Rosters from the files that schools have: read, compared with what is known, and turned into a push."""

from diary.models.found_roster import (
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
from diary.models.roster_difference import Difference, NamedId, StaffChange, Step, StudentChange
from diary.models.roster_refusals import Refusal, RosterFileError
from diary.models.school_lists import SchoolLists
from intake.files.compare import compare
from intake.files.patch import to_roster
from intake.files.reading import read_roster_file

__all__ = [
    "Difference",
    "Doubt",
    "Doubtful",
    "FoundClass",
    "FoundStaff",
    "FoundStudent",
    "NamedId",
    "Place",
    "Preview",
    "Reason",
    "Refusal",
    "Rejected",
    "Rejection",
    "RosterFileError",
    "SchoolLists",
    "StaffChange",
    "Step",
    "StudentChange",
    "compare",
    "read_roster_file",
    "to_roster",
]
