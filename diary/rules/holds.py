"""What is held back a while after its first receipt, so that a teacher may think twice."""

from datetime import datetime, timedelta

from diary.kinds.definition import KindDefinition
from diary.models.entries import Details


def held_until(
    definition: KindDefinition, details: Details, *, received_at: datetime, hold: timedelta
) -> datetime | None:
    """Return when it may be told at the earliest, None for at once.

    A correction that comes while it is held lengthens nothing: the hold counts from the first receipt.
    """
    return received_at + hold if definition.held(details) else None
