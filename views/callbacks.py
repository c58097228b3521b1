"""What stands in buttons: an opaque row id and a word; rights are checked against the person who taps."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

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
    """Send an offered relay to one of the persons it was offered to (0: the office)."""

    relay: int
    recipient: int


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
