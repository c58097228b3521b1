"""Days on which a school office works: Monday to Friday."""

from datetime import datetime, timedelta

from diary.models.school import School

SATURDAY = 6


def working_days_before(school: School, moment: datetime, days: int) -> datetime:
    """Return since when so many working days have passed, at the same time of the school's day."""
    local = moment.astimezone(school.timezone)
    day = local.date()
    while days:
        if day.isoweekday() < SATURDAY:
            days -= 1
        day -= timedelta(days=1)
    return school.instant(day, local.time())
