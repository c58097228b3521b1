"""What stands in buttons: an opaque row id and a word; rights are checked against the person who taps."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from diary.models.acknowledgements import AbsenceAnswer


class SignCallback(CallbackData, prefix="s"):
    """Sign what a message shows: one item by its number, or all that is unsigned (0)."""

    message: int
    item: int = 0


class AnswerTeacherCallback(CallbackData, prefix="a"):
    """Write to the teacher of what a message shows."""

    message: int


class AbsenceCallback(CallbackData, prefix="x"):
    message: int
    answer: AbsenceAnswer


class RecipientCallback(CallbackData, prefix="r"):
    """Send an offered relay to one of the persons it was offered to (0: the office), about a student."""

    relay: int
    recipient: int
    student: int
    entry: int = 0


class WriteCallback(CallbackData, prefix="m"):
    """Begin to write to a person (0: the office) about a student."""

    recipient: int
    student: int
    entry: int = 0


class AddresseesCallback(CallbackData, prefix="p"):
    """Turn the pages of whom one may write to, for an offered relay or a letter yet to be written (0)."""

    relay: int
    page: int = Field(ge=0, le=999)


class CancelCallback(CallbackData, prefix="z"):
    """Leave the dialogue under way."""


class LocaleCallback(CallbackData, prefix="l"):
    locale: str


class RetractCallback(CallbackData, prefix="t"):
    """Take a sent relay back within the minute."""

    relay: int


class ConsentChoice(StrEnum):
    YES = "yes"
    TEXT = "text"
    LATER = "later"


class ConsentCallback(CallbackData, prefix="c"):
    code: int
    choice: ConsentChoice


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
    student: int = 0
    offset: int = Field(default=0, ge=-400, le=400)
    sheet: int = Field(default=0, ge=0, le=99)
