"""The one school of this process and how it counts time and grades."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from diary.models.ids import SchoolId


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    id: SchoolId
    name: str
    timezone: ZoneInfo
    default_locale: str
    grade_scale: str

    def today(self, now: datetime) -> date:
        return now.astimezone(self.timezone).date()

    def instant(self, day: date, moment: time) -> datetime:
        """Return when it is `moment` at school on `day`, in UTC."""
        return datetime.combine(day, moment, self.timezone).astimezone(UTC)
