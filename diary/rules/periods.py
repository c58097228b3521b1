"""Terms: which one a day is in, and the school year where the school has named none."""

from collections.abc import Sequence
from datetime import date

from diary.models.readings import Period

FIRST_MONTH = 9


def period_at(periods: Sequence[Period], today: date, offset: int) -> tuple[Period, bool]:
    """Return the term `offset` from today's, and whether there is an earlier one.

    Only terms that have begun count; between two of them it is the one that ended.
    """
    if not periods:
        return school_year(today), False
    begun = [period for period in periods if period.starts_on <= today] or list(periods[:1])
    index = max(0, min(len(begun) - 1, len(begun) - 1 + offset))
    return begun[index], index > 0


def school_year(today: date) -> Period:
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    return Period(
        external_id="",
        name="",
        starts_on=date(year, FIRST_MONTH, 1),
        ends_on=date(year + 1, FIRST_MONTH - 1, 31),
    )
