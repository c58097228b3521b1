"""The values of the push format; each says itself how to mend a wrong one, and never repeats it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from unicodedata import category

from pydantic import AfterValidator, Field, Strict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from diary.kinds import fields
from diary.rules.one_line import one_line

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
CLOCK = re.compile(r"\d{2}:\d{2}(:\d{2})?")
LINK = re.compile(r"https?://[^\s\x00-\x1f]+")
PRINTABLE = r"^[^\u0000-\u001f\u007f]+$"
WITHOUT_NUL = r"^[^\u0000]*$"
YEARS = range(1900, 2200)
DAY_HINT = 'must be a date such as "2026-09-14"'
INSTANT_HINT = 'must be an instant with its offset, such as "2026-09-14T18:30:00+03:00"'


def _external_id(value: str) -> str:
    if UNPRINTABLE.search(value):
        raise PydanticCustomError("external_id", "must not contain control characters")
    return value


def _text(value: str) -> str:
    if "\x00" in value:
        raise PydanticCustomError("text", "must not contain NUL characters")
    return value


def _label(value: str) -> str:
    label = " ".join(value.split())
    if any(category(symbol)[0] == "C" for symbol in label):
        raise PydanticCustomError("label", "must not contain control or invisible characters")
    return label


def _name(value: str) -> str:
    name = one_line(_text(value))
    if not name:
        raise PydanticCustomError("name", "must have at least one visible character")
    return name


def _optional_name(value: str) -> str:
    return one_line(_text(value))


def _day(value: str) -> str:
    if not DAY.fullmatch(value) or not _is_a_date(value):
        raise PydanticCustomError("day", DAY_HINT)
    return value


def _is_a_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _instant(value: str) -> str:
    if not _is_a_moment(value) or datetime.fromisoformat(value).tzinfo is None:
        raise PydanticCustomError("instant", INSTANT_HINT)
    return value


def _moment(value: str) -> str:
    if not _is_a_moment(value):
        raise PydanticCustomError("moment", 'must be a date and time such as "2026-09-14T18:30"')
    return value


def _is_a_moment(value: str) -> bool:
    if not MOMENT.fullmatch(value):
        return False
    try:
        return datetime.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _clock(value: str) -> time:
    try:
        if CLOCK.fullmatch(value):
            return time.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("clock", 'must be a time such as "08:30"')


def _link(value: str) -> str:
    if not LINK.fullmatch(value):
        raise PydanticCustomError("link", 'must be an address that begins with "http://" or "https://"')
    return value


def _described(kind: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": kind, "examples": [example]})


def _identifier(longest: int) -> Any:
    described = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": PRINTABLE}
    constraints = StringConstraints(strict=True, min_length=1, max_length=longest)
    return Annotated[str, constraints, AfterValidator(_external_id), WithJsonSchema(described)]


def _words(longest: int, read: Callable[[str], str], shortest: int = 0) -> Any:
    constraints = StringConstraints(strict=True, min_length=shortest, max_length=longest)
    pattern = Field(json_schema_extra={"pattern": WITHOUT_NUL})
    return Annotated[str, constraints, AfterValidator(read), pattern]


ExternalId = _identifier(128)
Source = _identifier(64)
Name = _words(200, _name, 1)
Patronymic = _words(200, _optional_name)
Room = _words(64, _optional_name)
Label = Annotated[str, StringConstraints(strict=True, max_length=64), AfterValidator(_label)]
Day = Annotated[str, Strict(), AfterValidator(_day), _described("date", "2026-09-14")]
Date = Annotated[
    str, Strict(), AfterValidator(_day), AfterValidator(date.fromisoformat), _described("date", "2026-09-14")
]
Clock = Annotated[
    str,
    Strict(),
    AfterValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2})?$", "examples": ["08:30"]}),
]
Slot = Annotated[int, Strict(), Field(ge=0, le=20)]
Instant = Annotated[
    str, Strict(), AfterValidator(_instant), _described("date-time", "2026-09-14T18:30:00+03:00")
]
Moment = Annotated[
    str,
    Strict(),
    AfterValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-09-14T18:30", "2026-09-14T18:30:00+03:00"]}),
]
Link = Annotated[str, StringConstraints(strict=True, max_length=2000), AfterValidator(_link)]


def text(kind: fields.Text) -> Any:
    """Return the type of a declared text; one that may be a bare number comes out as its text."""
    if not kind.numbers:
        return _words(kind.longest, _text, kind.shortest)
    constraints = StringConstraints(min_length=kind.shortest, max_length=kind.longest)
    written = {"minLength": kind.shortest, "maxLength": kind.longest, "pattern": WITHOUT_NUL}
    described = {"type": ["string", "number"], **written}
    coerced = Field(coerce_numbers_to_str=True)
    return Annotated[str, coerced, constraints, AfterValidator(_text), WithJsonSchema(described)]


def as_date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def as_instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).astimezone(UTC)
