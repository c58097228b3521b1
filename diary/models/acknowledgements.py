"""Signing, and the answers that sign."""

from enum import StrEnum


class AbsenceAnswer(StrEnum):
    """What a guardian answers to "Do you know where your child is?"; any of them signs."""

    FINE = "fine"
    LATE = "late"
    AWAY = "away"
    CALL = "call"
