"""Buttons of /audit: which part of it, whose, which page."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from views.callbacks import RowId


class AuditScreen(StrEnum):
    CLASSES = "c"
    STUDENTS = "k"
    CHILD = "s"
    HOLDERS = "h"
    STAFF = "t"
    LEFT = "l"
    """Who has left the school."""

    PERSON = "p"
    CHILD_FILE = "sf"
    PERSON_FILE = "pf"
    ERASE = "e"
    ERASE_YES = "ey"


class AuditCallback(CallbackData, prefix="au"):
    """`id` is a class's, a student's or a person's, as the screen asks; 0: none."""

    screen: AuditScreen
    id: RowId = 0
    page: int = Field(default=0, ge=0, le=99_999)
