"""What stands in the office's buttons."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field


class RosterStep(StrEnum):
    DOUBTFUL = "q"
    """Turn whether doubtful rows are taken too."""

    LEAVERS = "v"
    """Turn whether who is missing has left."""

    CONFIRM = "y"
    CANCEL = "n"
    DETAILS = "d"
    TEMPLATE = "e"
    LATER = "l"


class RosterFileCallback(CallbackData, prefix="rf"):
    """Decide about the file that the message answers, looked at with the roster of this version."""

    step: RosterStep
    version: int = 0
    doubtful: int = Field(default=0, ge=0, le=1)
    leavers: int = Field(default=0, ge=0, le=1)


class CodesStep(StrEnum):
    CLASSES = "c"
    CLASS = "k"
    """One class (`id`)."""

    PUPILS = "p"
    """A class's children (`id`), a page of them."""

    PUPIL = "o"
    STAFF = "s"
    MEMBER = "m"
    LETTERS = "l"
    """Letters for those of a class (`id`), of all (0) or the staff (STAFF_ID) who have nothing."""

    REPLACE = "r"
    """Ask whether letters shall replace the codes that are out; `id` as of LETTERS."""

    REPLACED = "R"
    """Yes, they shall."""

    ISSUE = "i"
    """One code, for a child (`id`) and the label of number `choice`."""

    ISSUE_OVER = "I"
    """The same, though the one before is in somebody's hands."""

    GIVE = "g"
    """One code, for an employee (`id`) in the role of number `choice`."""

    GIVE_OVER = "G"
    REVOKE = "x"


STAFF_ID = -1


class CodesCallback(CallbackData, prefix="co"):
    step: CodesStep
    id: int = 0
    page: int = Field(default=0, ge=0, le=999)
    choice: int = Field(default=0, ge=0, le=9)
    over: int = 0
    """The newest of the codes that a yes lets die: another one was not asked about."""
