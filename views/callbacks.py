"""What stands in buttons: an opaque row id and a word; rights are checked against the person who taps."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import BeforeValidator, Field, PlainSerializer

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.people import Role

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _shortened(value: int) -> str:
    """Return a number in base 36: four of the longest ids fit into a button."""
    digits = ""
    while value:
        value, digit = divmod(value, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits or "0"


def _lengthened(value: object) -> object:
    return int(value, len(DIGITS)) if isinstance(value, str) else value


RowId = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""A key of a row; 0 where there is none."""

ShortRowId = Annotated[
    RowId, BeforeValidator(_lengthened), PlainSerializer(_shortened, return_type=str, when_used="always")
]


class SignCallback(CallbackData, prefix="s"):
    """Sign what a message shows: one item by its number, or all that is unsigned (0)."""

    message: RowId
    item: RowId = 0


class AnswerTeacherCallback(CallbackData, prefix="a"):
    """Write to the teacher of what a message shows."""

    message: RowId


class AbsenceCallback(CallbackData, prefix="x"):
    message: RowId
    answer: AbsenceAnswer


class RecipientCallback(CallbackData, prefix="r"):
    """Send an offered relay to one of the persons it was offered to (0: the office), about a student."""

    relay: ShortRowId
    recipient: ShortRowId
    student: ShortRowId
    entry: ShortRowId = 0


class WriteCallback(CallbackData, prefix="m"):
    """Begin to write to a person (0: the office) about a student."""

    recipient: RowId
    student: RowId
    entry: RowId = 0


class AddresseesCallback(CallbackData, prefix="p"):
    """Turn the pages of whom one may write to, for an offered relay or a letter yet to be written (0)."""

    relay: RowId
    page: int = Field(ge=0, le=999)


class CancelCallback(CallbackData, prefix="z"):
    """Leave the dialogue under way."""


class LocaleCallback(CallbackData, prefix="l"):
    locale: str


class RetractCallback(CallbackData, prefix="t"):
    """Take a sent relay back within the minute."""

    relay: RowId


class ConsentChoice(StrEnum):
    YES = "yes"
    TEXT = "text"
    LATER = "later"


class ConsentCallback(CallbackData, prefix="c"):
    """Answer the consent that stands before a code is spent; `version` is the one that was shown."""

    code: RowId
    choice: ConsentChoice
    version: str


class ActCallback(CallbackData, prefix="h"):
    """Be here as one of one's roles from now on; and the command that was asked for, if one was."""

    role: Role
    command: str = ""


class GradesWhenCallback(CallbackData, prefix="w"):
    when: str


class Screen(StrEnum):
    """A page of the diary."""

    DAY = "d"
    WEEK = "w"
    HOMEWORK = "h"
    GRADES = "g"
    ABSENCES = "a"
    SCHEDULE = "s"
    TEACHING = "t"
    CHILDREN = "c"


class ReadingCallback(CallbackData, prefix="d"):
    """Turn a page in place: whose (0: the first), how many days, weeks or terms away, which sheet of it."""

    screen: Screen
    student: RowId = 0
    offset: int = Field(default=0, ge=-400, le=400)
    sheet: int = Field(default=0, ge=0, le=99)


class SignaturesCallback(CallbackData, prefix="u"):
    """Look at a teacher's entries (0), without or with the signed ones, or at who signed one of them."""

    entry: RowId = 0
    every: bool = False
    sheet: int = Field(default=0, ge=0, le=999)
