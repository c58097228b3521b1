"""Dates as people write them: figures in either order, words, or ISO."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

CENTURY = 100
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
class WrittenDate:
    """`swapped`: it can only be read as month before day."""

    day: date
    swapped: bool = False


def read_date(text: str, *, today: date) -> WrittenDate | None:
    """Read one day; None where the text is none. Two figures of a year mean the last hundred years."""
    text = CLOCK.sub("", SUFFIX.sub("", text.strip()))
    for pattern, read in READERS:
        match = pattern.fullmatch(text)
        if match:
            return read(match, today)
    return None


def _from_iso(match: re.Match[str], _today: date) -> WrittenDate | None:
    return _written(int(match[1]), int(match[2]), int(match[3]))


def _from_figures(match: re.Match[str], today: date) -> WrittenDate | None:
    day, month, year = int(match[1]), int(match[2]), _year(match[3], today)
    right = _written(year, month, day)
    if right is None and (swapped := _date(year, day, month)):
        return WrittenDate(day=swapped, swapped=True)
    return right


def _from_day_first(match: re.Match[str], _today: date) -> WrittenDate | None:
    return _written(int(match[3]), _month(match[2]), int(match[1]))


def _from_month_first(match: re.Match[str], _today: date) -> WrittenDate | None:
    return _written(int(match[3]), _month(match[1]), int(match[2]))


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], WrittenDate | None]], ...] = (
    (ISO, _from_iso),
    (FIGURES, _from_figures),
    (DAY_FIRST, _from_day_first),
    (MONTH_FIRST, _from_month_first),
)


def _month(word: str) -> int:
    return MONTHS.get(word.casefold()[:3], 0)


def _year(digits: str, today: date) -> int:
    year = int(digits)
    if year >= CENTURY:
        return year
    century = today.year - today.year % CENTURY
    return century + year if century + year <= today.year else century - CENTURY + year


def _written(year: int, month: int, day: int) -> WrittenDate | None:
    read = _date(year, month, day)
    return None if read is None else WrittenDate(day=read)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
