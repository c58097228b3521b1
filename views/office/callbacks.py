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
