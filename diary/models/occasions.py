"""When a scheduled job runs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """`due`: when the job was to run, in the school's time; `now` is later where it had been missed."""

    due: datetime
    now: datetime

    @property
    def day(self) -> str:
        """Name the period of a daily job."""
        return f"{self.due:%Y-%m-%d}"

    @property
    def week(self) -> str:
        """Name the period of a weekly job."""
        return f"{self.due:%G-W%V}"
