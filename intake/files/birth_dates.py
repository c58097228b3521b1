"""Birth dates as lists have them: real dates, dates as people write them, or bare serial numbers."""

from dataclasses import dataclass
from datetime import date, timedelta

from diary.models.found_roster import Doubt
from diary.rules.dates import read_date
from intake.files.sheets import Cell, text_of

SERIAL_ORIGIN = date(1899, 12, 30)
SERIALS = range(7_000, 80_000)
YOUNGEST, OLDEST, LONGEST_LIFE = 4, 21, 110


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    day: date | None = None
    doubt: Doubt | None = None


def read_birth_date(cell: Cell, *, today: date) -> ReadDate:
    """Read a child's birth date; what is no date, or none of a living person, is doubted and left out."""
    if cell is None:
        return ReadDate()
    read = _read(cell, today)
    if read.day is None:
        return ReadDate(doubt=Doubt.BIRTH_DATE_UNREADABLE)
    age = (today - read.day).days / 365.25
    if not 0 <= age <= LONGEST_LIFE:
        return ReadDate(doubt=Doubt.BIRTH_DATE_UNLIKELY)
    if not YOUNGEST <= age <= OLDEST:
        return ReadDate(day=read.day, doubt=Doubt.BIRTH_DATE_UNLIKELY)
    return read


def is_date(cell: Cell) -> bool:
    """Whether a cell would be taken for a date wherever it stands; bare numbers would not."""
    return isinstance(cell, date) or (isinstance(cell, str) and read_date(cell, today=date.max) is not None)


def _read(cell: str | float | date, today: date) -> ReadDate:
    if isinstance(cell, date):
        return ReadDate(day=cell)
    text = text_of(cell)
    if text.isdecimal():
        return ReadDate(day=_from_serial(text))
    return _read_text(text, today)


def _from_serial(digits: str) -> date | None:
    number = int(digits[:9])
    return SERIAL_ORIGIN + timedelta(days=number) if number in SERIALS else None


def _read_text(text: str, today: date) -> ReadDate:
    written = read_date(text, today=today)
    if written is None:
        return ReadDate()
    return ReadDate(day=written.day, doubt=Doubt.BIRTH_DATE_ORDER if written.swapped else None)
