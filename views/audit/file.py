"""The log as a file for a spreadsheet, in which nothing written by others is ever a formula."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from diary.models.auditing import AuditLine
from diary.models.school import School
from views.audit.words import called_said, done_said, entry_said, student_said
from views.texts import Texts

if TYPE_CHECKING:
    from _csv import Writer

ENCODING = "utf-8-sig"
"""With a byte order mark, without which spreadsheets misread Cyrillic."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
SEPARATORS = {"ru": ";"}
"""What a spreadsheet of that language splits by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTable:
    """CSV that grows part by part in `file`, whose encoding is ENCODING and whose newline is empty."""

    file: TextIO
    school: School
    texts: Texts

    def begin(self) -> None:
        self._writer().writerow(_heads(self.texts))

    def add(self, lines: Sequence[AuditLine]) -> None:
        cells = (_cells(line, self.school, self.texts) for line in lines)
        self._writer().writerows([_harmless(cell) for cell in row] for row in cells)

    def _writer(self) -> "Writer":
        return csv.writer(self.file, delimiter=SEPARATORS.get(self.texts.locale, ","))


def packed_said(texts: Texts) -> str:
    return texts("The log is large, so it is packed: open the archive, audit.csv is inside.")


def too_large_said(count: int, whose: str, texts: Texts) -> str:
    said = texts.plural(
        "{n} line: too large for a chat, even packed.",
        "{n} lines: too large for a chat, even packed.",
        count,
    )
    ask = texts(
        "Whoever runs the bot saves all of it: {command}", command=f"python -m bot audit {whose} -o audit.csv"
    )
    return f"{said}\n{ask}"


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
