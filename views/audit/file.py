"""The log as a file for a spreadsheet, in which nothing written by others is ever a formula."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from diary.models.auditing import AuditLine
from diary.models.school import School
from views.audit.words import called_said, done_said, entry_said, student_said
from views.texts import Texts

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
SEPARATORS = {"ru": ";"}
"""What a spreadsheet of that language splits by."""


def audit_file(lines: Sequence[AuditLine], school: School, texts: Texts) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, without which spreadsheets misread Cyrillic."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=SEPARATORS.get(texts.locale, ","))
    writer.writerow(_heads(texts))
    writer.writerows([_harmless(cell) for cell in _cells(line, school, texts)] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def _heads(texts: Texts) -> list[str]:
    return [
        texts("time"),
        texts("who did it"),
        texts("what was done"),
        texts("whom it concerns"),
        texts("student"),
        texts("entry of the diary"),
        texts("action"),
        texts("number"),
        texts("details"),
    ]


def _cells(line: AuditLine, school: School, texts: Texts) -> Iterator[str]:
    yield line.at.astimezone(school.timezone).isoformat(sep=" ", timespec="seconds")
    yield called_said(line.actor, texts)
    yield done_said(line, texts)
    yield called_said(line.person, texts)
    yield student_said(line.student, texts) if line.student else ""
    yield entry_said(line.entry, texts) if line.entry else ""
    yield line.action
    yield "" if line.subject_id is None else str(line.subject_id)
    yield json.dumps(dict(line.detail), ensure_ascii=False) if line.detail else ""


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
