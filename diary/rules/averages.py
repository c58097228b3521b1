"""Averages as of a moment of the diary, so that a message drawn again says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class GradeState:
    """A grade since one of its revisions. `moment` grows with time over all grades.

    No `value`: it was withdrawn then, or counts towards no average.
    """

    moment: int
    entry_id: int
    value: Decimal | None
    weight: Decimal = Decimal(1)


def average(states: Iterable[GradeState], *, up_to: int) -> Decimal | None:
    """Return the weighted mean of the grades as they stood at that moment, None where none counts."""
    current = {state.entry_id: state for state in in_order(states) if state.moment <= up_to}
    counted = [(state.value, state.weight) for state in current.values() if state.value is not None]
    weights = sum((weight for _, weight in counted), Decimal(0))
    if not weights:
        return None
    return sum((value * weight for value, weight in counted), Decimal(0)) / weights


def in_order(states: Iterable[GradeState]) -> list[GradeState]:
    return sorted(states, key=attrgetter("moment"))
