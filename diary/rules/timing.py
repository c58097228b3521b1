"""When a delivery may go out, and when it makes its chat due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from diary.models.deliveries import GradesWhen, Lane, Mailbox, QuietHours
from diary.models.entries import Kind
from diary.models.school import School

GRADES_AT = {GradesWhen.AFTER_SCHOOL: time(15, 0), GradesWhen.EVENING: time(19, 0)}
"""School time at which the chats that asked for it get their grades."""

DEFERRED_KINDS = frozenset({Kind.GRADE, Kind.TERM_GRADE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Holds, quiet hours and coalescing: they delay, and never drop.

    `coalesce` lets a class's marks become one message a child; `hold` lets a teacher think twice.
    """

    school: School
    coalesce: timedelta
    hold: timedelta

    def not_before(
        self,
        mailbox: Mailbox,
        *,
        now: datetime,
        lane: Lane,
        kind: Kind | None = None,
        held_until: datetime | None = None,
    ) -> datetime:
        """Return the earliest instant this chat may hear it. Lane 0 never waits."""
        if lane is Lane.URGENT:
            return now
        start = max(now, held_until or now)
        if kind in DEFERRED_KINDS and mailbox.grades_when in GRADES_AT:
            start = self._next(start, GRADES_AT[mailbox.grades_when])
        if mailbox.quiet_hours and self._quiet(mailbox.quiet_hours, start):
            start = self._next(start, mailbox.quiet_hours.end)
        return start

    def due_at(self, not_before: datetime, lane: Lane) -> datetime:
        """Return when it makes its mailbox due; lanes 0 and 1 are not waited with."""
        return not_before if lane <= Lane.TALK else not_before + self.coalesce

    def _quiet(self, hours: QuietHours, at: datetime) -> bool:
        moment = at.astimezone(self.school.timezone).time()
        if hours.start <= hours.end:
            return hours.start <= moment < hours.end
        return moment >= hours.start or moment < hours.end

    def _next(self, at: datetime, moment: time) -> datetime:
        day = self.school.today(at)
        candidate = self.school.instant(day, moment)
        return candidate if candidate >= at else self.school.instant(day + timedelta(days=1), moment)
