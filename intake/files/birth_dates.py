"""Birth dates as lists have them: real dates, figures in either order, words, or bare serial numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from intake.files.preview import Doubt
from intake.files.sheets import Cell, text_of

SERIAL_ORIGIN = date(1899, 12, 30)
CENTURY = 100
SERIALS = range(7_000, 80_000)
YOUNGEST, OLDEST, LONGEST_LIFE = 4, 21, 110
MONTHS = {
    name: number
    for names in (
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"май": 5}
SUFFIX = re.compile(r"\s*(?:года|год|г\.?\s*р\.?|г\.?)\s*$", re.IGNORECASE)
FIGURES = re.compile(r"(\d{1,2})[./,\s-]+(\d{1,2})[./,\s-]+(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s]\d.*)?")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[.\s-]?\s*([^\W\d_]{3,9})\.?,?[\s-]*(\d{4})")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
CLOCK = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")


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
    return isinstance(cell, date) or (isinstance(cell, str) and _read_text(cell, date.max).day is not None)


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
    text = CLOCK.sub("", SUFFIX.sub("", text.strip()))
    for pattern, read in READERS:
        match = pattern.fullmatch(text)
        if match:
            return read(match, today)
    return ReadDate()


def _from_iso(match: re.Match[str], _today: date) -> ReadDate:
    return ReadDate(day=_date(int(match[1]), int(match[2]), int(match[3])))


def _from_figures(match: re.Match[str], today: date) -> ReadDate:
    day, month, year = int(match[1]), int(match[2]), _year(match[3], today)
    right = _date(year, month, day)
    if right is None and (swapped := _date(year, day, month)):
        return ReadDate(day=swapped, doubt=Doubt.BIRTH_DATE_ORDER)
    return ReadDate(day=right)


def _from_day_first(match: re.Match[str], _today: date) -> ReadDate:
    return ReadDate(day=_date(int(match[3]), _month(match[2]), int(match[1])))


def _from_month_first(match: re.Match[str], _today: date) -> ReadDate:
    return ReadDate(day=_date(int(match[3]), _month(match[1]), int(match[2])))


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], ReadDate]], ...] = (
    (ISO, _from_iso),
    (FIGURES, _from_figures),
    (DAY_FIRST, _from_day_first),
    (MONTH_FIRST, _from_month_first),
)


def _month(word: str) -> int:
    return MONTHS.get(word.casefold()[:3], 0)


def _year(digits: str, today: date) -> int:
    """Two figures mean the last hundred years."""
    year = int(digits)
    if year >= CENTURY:
        return year
    century = today.year - today.year % CENTURY
    return century + year if century + year <= today.year else century - CENTURY + year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
