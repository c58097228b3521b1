"""What stands in the buttons of requests: opaque row ids and a word."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from diary.models.requests import ClaimField, RequestKind, Who
from views.callbacks import RowId, ShortRowId


class ApplyStep(StrEnum):
    BEGIN = "b"
    CONSENT = "y"
    DOCUMENT = "t"
    LATER = "l"
    SEND = "s"


class ApplyCallback(CallbackData, prefix="ap"):
    """A step of an application of this kind; `version` is the consent's that was shown."""

    step: ApplyStep
    kind: RequestKind = RequestKind.GUARDIAN
    version: str = ""


class WhoCallback(CallbackData, prefix="aw"):
    """Say who one is to the child; nothing of these: one works at the school."""

    who: Who | None = None


class FixCallback(CallbackData, prefix="af"):
    """Write a field of the application once more."""

    field: ClaimField


class OwnAct(StrEnum):
    RESUME = "r"
    ANSWER = "a"
    DROP = "d"
    CODE = "c"


class OwnRequestCallback(CallbackData, prefix="ar"):
    """Do something with what one has asked oneself."""

    request: RowId
    act: OwnAct


class DeskAct(StrEnum):
    OPEN = "o"
    SEEN = "s"
    APPROVE = "y"
    IN_CHAT = "c"
    ASK = "a"
    REASONS = "n"
    NOT_SHOWN = "h"
    DIFFERS = "d"
    OTHER = "w"


class DeskCallback(CallbackData, prefix="q"):
    """Act on a request; `choice` is the student or staff member meant, `person` whose access is meant."""

    request: ShortRowId
    act: DeskAct
    choice: ShortRowId = 0
    person: ShortRowId = 0


class DeskListCallback(CallbackData, prefix="ql"):
    page: RowId = 0


class ChildAct(StrEnum):
    CARD = "c"
    SECOND_CODE = "s"
    WRONG = "w"
    STOLEN = "h"
    ASK_CUT = "a"
    CUT = "x"


class ChildCallback(CallbackData, prefix="ch"):
    """Something about a child: `person` is whose account is meant."""

    act: ChildAct
    student: RowId
    person: RowId = 0


class StolenCallback(CallbackData, prefix="st"):
    """The office looks for the child whose family lost a phone."""


class MoveCallback(CallbackData, prefix="mv"):
    """Hand over to a new phone or account."""
