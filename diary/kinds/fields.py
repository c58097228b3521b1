"""What an entry's fields may hold, said once: the push API's schema and checks are made from this."""

from dataclasses import dataclass
from typing import TypeAlias

from diary.models.entries import Json
from diary.models.roster import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Kept as written. `numbers` takes a bare number too, as its text."""

    longest: int = 4000
    shortest: int = 0
    numbers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date of the school's calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant with its offset; where `naive` is allowed, one without is school time."""

    naive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses on the web."""

    most: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The school's id of something in the roster; in `Content.details` our own row id stands for it."""

    to: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An object of further fields."""

    fields: tuple["Field", ...]


FieldType: TypeAlias = Text | Choice | Whole | Number | Day | Moment | Links | Reference | Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A change of what is `told` is told and asks for a new signature; of others, edited silently."""

    name: str
    type: FieldType
    about: str
    required: bool = False
    told: bool = False
    default: Json = None
