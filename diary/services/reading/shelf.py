"""What one person may take out to read, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from diary.errors import NotEntitledError
from diary.models.entries import Kind
from diary.models.ids import PersonId, StudentId
from diary.models.notifications import EntryContent
from diary.models.readings import Choice, Lesson, Period, Pupil
from diary.ports import UnitOfWork
from diary.rules.periods import period_at
from diary.rules.reading_rights import choose, readable_entries, readable_lessons

DAY = timedelta(days=1)
AHEAD = timedelta(days=60)
"""How long before its day homework may have been given, or a meeting announced."""

AHEAD_KINDS = frozenset({Kind.HOMEWORK, Kind.MEETING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Raises NotEntitledError for a person without any child, or without the one asked for."""

    uow: UnitOfWork
    person_id: PersonId
    now: datetime
    today: date

    async def pupils(self) -> Sequence[Pupil]:
        links = await self.uow.people.links(self.person_id, now=self.now)
        pupils = await self.uow.readings.pupils(links)
        if not pupils:
            raise NotEntitledError
        return pupils

    async def choice(self, student_id: StudentId | None) -> Choice:
        return choose(await self.pupils(), student_id)

    async def entries(
        self, pupils: Sequence[Pupil], kinds: Iterable[Kind], *, since: date, until: date
    ) -> Mapping[StudentId, Sequence[EntryContent]]:
        """Return what each right covers of these days, and a little around them."""
        wanted = frozenset(kinds)
        found: dict[StudentId, list[EntryContent]] = {pupil.id: [] for pupil in pupils}
        for some, start in ((wanted - AHEAD_KINDS, since - DAY), (wanted & AHEAD_KINDS, since - AHEAD)):
            if some:
                entries = await self.uow.readings.entries(list(found), some, since=start, until=until + DAY)
                for pupil in pupils:
                    found[pupil.id] += readable_entries(pupil.scope, entries[pupil.id])
        return found

    async def lessons(self, pupils: Sequence[Pupil], day: date) -> Mapping[StudentId, Sequence[Lesson]]:
        """Return the day's lessons, each with what is different about it."""
        timetable = await self.uow.readings.lessons([pupil.id for pupil in pupils], day=day)
        found = await self.entries(pupils, [Kind.TIMETABLE_CHANGE], since=day, until=day)
        return {
            pupil.id: changed(
                readable_lessons(pupil.scope, timetable[pupil.id]),
                [change for change in found[pupil.id] if change.day == day],
            )
            for pupil in pupils
        }

    async def period(self, offset: int) -> tuple[Period, bool]:
        return period_at(await self.uow.readings.periods(), self.today, offset)


def changed(lessons: Iterable[Lesson], changes: Sequence[EntryContent]) -> list[Lesson]:
    """Mark the lessons that a change is about: the same slot, and the same subject where it names one."""
    return [
        replace(lesson, change=next((change for change in changes if _is_about(change, lesson)), None))
        for lesson in lessons
    ]


def _is_about(change: EntryContent, lesson: Lesson) -> bool:
    return change.lesson == lesson.slot and change.subject_id in (None, lesson.subject_id)
