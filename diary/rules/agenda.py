"""Which school day an entry is about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from diary.models.entries import Json, Kind
from diary.models.notifications import EntryContent
from diary.models.school import School


def day_of(entry: EntryContent, school: School) -> date:
    """Return the day homework is due and a meeting is held; for others their date, else when they came."""
    if entry.kind is Kind.HOMEWORK:
        due = _day(entry.details.get("due"))
    elif entry.kind is Kind.MEETING:
        due = _day_at_school(entry.details.get("starts_at"), school)
    else:
        due = None
    return due or entry.day or school.today(entry.marked_at)


def by_day(
    entries: Iterable[EntryContent], school: School, *, since: date, until: date
) -> list[tuple[date, Sequence[EntryContent]]]:
    """Return the entries of each day between these that has some."""
    days: dict[date, list[EntryContent]] = defaultdict(list)
    for entry in entries:
        days[day_of(entry, school)].append(entry)
    return [(day, days[day]) for day in sorted(days) if since <= day <= until]


def _day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _day_at_school(value: Json, school: School) -> date | None:
    """Return the day of an instant; one without an offset is school time."""
    if not isinstance(value, str) or not value:
        return None
    instant = datetime.fromisoformat(value)
    return school.today(instant) if instant.tzinfo else instant.date()
