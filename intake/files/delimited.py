"""Text tables: comma, semicolon or tab, in the encodings that spreadsheet programs write."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files import limits
from intake.files.sheets import Sheet, build_sheet

DELIMITERS = ";,\t|"
PROBE_LINES = 30
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
HINT = "sep="
CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1a\x1c")


def read_delimited(data: bytes, name: str = "") -> tuple[Sheet, ...]:
    text = decode(data)
    hinted = text[:5].lower().startswith(HINT)
    delimiter = text[4] if hinted else _delimiter(text)
    rows = list(_rows(text, delimiter))
    return (build_sheet(name, rows[1:] if hinted else rows),)


def decode(data: bytes) -> str:
    """Return the text; raise RosterFileError for what is none in any known encoding."""
    for encoding in _likely_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.isdisjoint(text):
            return text
    raise RosterFileError(Refusal.UNKNOWN_ENCODING)


def _likely_encodings(data: bytes) -> Iterator[str]:
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            yield encoding
            return
    probe = data[:2000]
    if b"\0" in probe:
        yield "utf-16-le" if probe[1::2].count(0) > probe[::2].count(0) else "utf-16-be"
        return
    yield from ("utf-8", "cp1251")


def _delimiter(text: str) -> str:
    """Return what splits the most of the first lines into equally many cells."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:PROBE_LINES]

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    try:
        return max(DELIMITERS, key=agreement)
    except csv.Error:
        raise RosterFileError(Refusal.DAMAGED) from None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    count = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            count += 1
            _check(count, len(cells))
            yield number, cells
    except csv.Error:
        raise RosterFileError(Refusal.DAMAGED) from None


def _check(rows: int, columns: int) -> None:
    if rows > limits.MAX_ROWS:
        raise RosterFileError(Refusal.TOO_MANY_ROWS, rows=limits.MAX_ROWS)
    if columns > limits.MAX_COLUMNS:
        raise RosterFileError(Refusal.TOO_MANY_COLUMNS, columns=limits.MAX_COLUMNS)
