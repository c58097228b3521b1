"""What stands in the buttons. Each says how it shall be, so that a second tap changes nothing."""

from datetime import date
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from diary.models.entries import Area
from views.callbacks import RowId

LAST_ORDINAL = date.max.toordinal()
NEW = 0
"""In place of a link: the code that is being made."""


class TrustedCallback(CallbackData, prefix="tp"):
    """Show whom one trusts with a child (0: with which child, is asked)."""

    student: RowId = 0
    sheet: int = Field(default=0, ge=0, le=99)


class TrustedCardCallback(CallbackData, prefix="tc"):
    """Show one of them. `apart`: in a message of its own, below a notice."""

    link: RowId
    apart: bool = False


class CodeAct(StrEnum):
    SHOW = "s"
    REVOKE = "r"


class TrustedCodeCallback(CallbackData, prefix="tu"):
    code: RowId
    act: CodeAct = CodeAct.SHOW


class TrustedAreaCallback(CallbackData, prefix="ta"):
    link: RowId
    area: Area
    wanted: bool


class TrustedSubjectCallback(CallbackData, prefix="ts"):
    link: RowId
    subject: RowId
    wanted: bool


class TrustedWriteCallback(CallbackData, prefix="tw"):
    link: RowId
    wanted: bool


class TrustedMonthCallback(CallbackData, prefix="tm"):
    """Show the month of this day in the calendar."""

    link: RowId
    day: int = Field(ge=1, le=LAST_ORDINAL)


class TrustedDayCallback(CallbackData, prefix="td"):
    """Have it end with this day."""

    link: RowId
    day: int = Field(ge=1, le=LAST_ORDINAL)


class TrustedRevokeCallback(CallbackData, prefix="tr"):
    link: RowId
    sure: bool = False


class NewTrustedCallback(CallbackData, prefix="tn"):
    """Begin a new code for a child."""

    student: RowId


class Step(StrEnum):
    PRESET = "p"
    TAKE = "t"
    DROP = "d"
    SUBJECTS = "s"
    WRITE = "w"
    NAMELESS = "n"
    LEAVE = "l"


class NewTrustedStep(CallbackData, prefix="tx"):
    """Answer a question about it: `value` is a preset's number, a subject, or whether they may write."""

    step: Step
    value: RowId = 0
