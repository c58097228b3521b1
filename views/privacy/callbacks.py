"""Buttons under what is said of a person's own data."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class RenewChoice(StrEnum):
    YES = "yes"
    TEXT = "text"


class RenewCallback(CallbackData, prefix="cr"):
    """Answer a consent that has changed; `version` is the one that was shown."""

    choice: RenewChoice
    version: str


class PrivacyStep(StrEnum):
    SHOW = "s"
    TEXT = "t"
    EXPORT = "x"
    WITHDRAW = "w"
    WITHDRAW_YES = "wy"
    ERASE = "e"
    ERASE_YES = "ey"


class PrivacyCallback(CallbackData, prefix="pv"):
    """Everyone's own data alone: whose they are, the person who taps says."""

    step: PrivacyStep
