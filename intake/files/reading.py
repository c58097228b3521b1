"""From a file's bytes to what the office is shown."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from diary.models.found_roster import FoundStaff, FoundStudent, Preview, Rejected
from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files.candidates import Candidate, Found, doubtful, sure
from intake.files.delimited import read_delimited
from intake.files.duplicates import sift
from intake.files.file_kinds import FileKind, recognise
from intake.files.sheets import Sheet
from intake.files.spreadsheets import read_spreadsheet
from intake.files.staff import merge_staff, read_staff
from intake.files.students import read_students
from intake.files.tables import Table, find_table


def read_roster_file(name: str, data: bytes, *, today: date) -> Preview:
    """Read a list of children, staff or both, in whatever shape a school has it.

    Blocks for up to some seconds, so call it off the loop. Raises RosterFileError, with nothing read, for
    what is no list, too large, or made to do harm.
    """
    kind = recognise(name, data)
    sheets = read_spreadsheet(data) if kind is FileKind.SPREADSHEET else read_delimited(data)
    return preview_sheets(sheets, today=today, file_name=PurePath(name).stem)


def preview_sheets(sheets: tuple[Sheet, ...], *, today: date, file_name: str = "") -> Preview:
    tables = {index: find_table(sheet, file_name=file_name) for index, sheet in enumerate(sheets)}
    found = [table for table in tables.values() if table]
    if not found:
        raise RosterFileError(Refusal.NO_TABLE)
    unread = tuple(sheet.name for index, sheet in enumerate(sheets) if sheet.rows and tables[index] is None)
    return _preview(found, unread, today)


def _preview(tables: list[Table], unread: tuple[str, ...], today: date) -> Preview:
    students: list[Candidate[FoundStudent]] = []
    staff: list[Candidate[FoundStaff]] = []
    rejected: list[Rejected] = []
    for table in tables:
        if table.of_staff:
            _sort_into(staff, rejected, read_staff(table))
        else:
            _sort_into(students, rejected, read_students(table, today=today))
    students, repeated = sift(students)
    staff = merge_staff(staff)
    return Preview(
        students=sure(students),
        staff=sure(staff),
        doubtful=(*doubtful(students), *doubtful(staff)),
        rejected=tuple(sorted((*rejected, *repeated), key=lambda row: row.place)),
        unread_sheets=unread,
    )


def _sort_into(
    candidates: list[Candidate[Found]], rejected: list[Rejected], rows: Iterator[Candidate[Found] | Rejected]
) -> None:
    for row in rows:
        if isinstance(row, Rejected):
            rejected.append(row)
        else:
            candidates.append(row)
