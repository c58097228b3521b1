"""How urgent an entry is: which lane of its chats it goes by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeAlias

from diary.models.deliveries import Lane
from diary.models.entries import Content
from diary.models.school import School

NEAR = timedelta(hours=2)
"""How long before and after its lesson an absence is urgent."""

SCHOOL_DAY = (time(7), time(20))
"""School time, where neither the lesson nor any bell is known."""

ALARMING = frozenset({"absent", "late", "left_early"})

Bells: TypeAlias = Mapping[int, tuple[time, time]]
"""When each lesson slot starts and ends, in school time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An entry at the moment that its lane is asked for."""

    content: Content
    now: datetime
    school: School
    bells: Bells

    @property
    def is_today(self) -> bool:
        return self.content.day == self.school.today(self.now)


LaneRule: TypeAlias = Callable[[Occasion], Lane]


def always(lane: Lane) -> LaneRule:
    """Return the rule of a kind that is as urgent at any time."""
    return lambda _occasion: lane


def absence(occasion: Occasion) -> Lane:
    """Urgent is today's absence, lateness or leaving that nobody excused, within two hours of its lesson."""
    details = occasion.content.details
    alarming = details.get("presence") in ALARMING and details.get("justification") != "excused"
    return Lane.URGENT if alarming and occasion.is_today and _is_near(occasion) else Lane.GRADES


def change_of_plan(occasion: Occasion) -> Lane:
    """Urgent is what changes today."""
    return Lane.URGENT if occasion.is_today else Lane.PLANS


def _is_near(occasion: Occasion) -> bool:
    start, end = _lesson(occasion.content.lesson, occasion.bells)
    day = occasion.school.today(occasion.now)
    earliest = occasion.school.instant(day, start) - NEAR
    return earliest <= occasion.now <= occasion.school.instant(day, end) + NEAR


def _lesson(slot: int | None, bells: Bells) -> tuple[time, time]:
    """Return the lesson's bells; those of the whole day where the lesson is not named or has none."""
    if slot is not None and slot in bells:
        return bells[slot]
    if not bells:
        return SCHOOL_DAY
    return min(start for start, _ in bells.values()), max(end for _, end in bells.values())
