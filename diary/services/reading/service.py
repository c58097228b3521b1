"""The diary's pages: read only, own children only, within each right."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.entries import Kind
from diary.models.ids import PersonId, StudentId
from diary.models.people import Role
from diary.models.readings import (
    AbsencesPage,
    DayPage,
    GradesPage,
    HomeworkPage,
    Pupil,
    SchedulePage,
    WeekPage,
)
from diary.models.school import School
from diary.ports import Storage
from diary.ports.audit import AuditRecord
from diary.rules.agenda import by_day, day_of
from diary.rules.progress import progress
from diary.rules.reading_rights import covers_kind
from diary.services.reading.shelf import DAY, Shelf

WEEK = timedelta(days=7)
AFTER_TERM = timedelta(days=60)
"""How long after a term its grades may still be given."""

MISSED = frozenset({"absent", "late", "left_early"})
PROGRESS_KINDS = (Kind.GRADE, Kind.TERM_GRADE, Kind.ATTENDANCE)
TASKS = (Kind.HOMEWORK, Kind.TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingService:
    """Pages are counted from today's: `offset` -1 is the day, week or term before.

    Every method raises NotEntitledError for a person without any child, or without the one asked for; without
    `student_id` it is the first. What is shown is in the audit before it is shown.
    """

    storage: Storage
    clock: Clock
    school: School

    async def pupils(self, person_id: PersonId) -> Sequence[Pupil]:
        """Return whose diaries are open to the person, and what of them."""
        async with self._shelf(person_id) as shelf:
            pupils = await shelf.pupils()
            names = await shelf.uow.delegations.named([pupil.scope for pupil in pupils])
        return [replace(pupil, subjects=names) for pupil in pupils]

    async def day(self, person_id: PersonId, *, offset: int = 0) -> Sequence[DayPage]:
        """Return the day of every child."""
        async with self._shelf(person_id) as shelf:
            day = shelf.today + offset * DAY
            pupils = await shelf.pupils()
            entries = await shelf.entries(pupils, Kind, since=day, until=day)
            lessons = await shelf.lessons(pupils, day)
        await self._audit(person_id, pupils, "day", day, day)
        return [
            DayPage(
                pupil=pupil,
                day=day,
                lessons=lessons[pupil.id],
                entries=[each for each in entries[pupil.id] if day_of(each, self.school) == day],
            )
            for pupil in pupils
        ]

    async def week(
        self, person_id: PersonId, *, student_id: StudentId | None = None, offset: int = 0
    ) -> WeekPage:
        async with self._shelf(person_id) as shelf:
            monday = shelf.today - shelf.today.weekday() * DAY + offset * WEEK
            sunday = monday + WEEK - DAY
            choice = await shelf.choice(student_id)
            entries = await shelf.entries([choice.pupil], Kind, since=monday, until=sunday)
        await self._audit(person_id, [choice.pupil], "week", monday, sunday)
        days = by_day(entries[choice.pupil.id], self.school, since=monday, until=sunday)
        return WeekPage(choice=choice, since=monday, until=sunday, by_day=days)

    async def homework(self, person_id: PersonId, *, offset: int = 0) -> Sequence[HomeworkPage]:
        """Return what every child has to do in seven days, from today on at `offset` 0."""
        async with self._shelf(person_id) as shelf:
            since = shelf.today + offset * WEEK
            until = since + WEEK - DAY
            pupils = await shelf.pupils()
            entries = await shelf.entries(pupils, TASKS, since=since, until=until)
        await self._audit(person_id, pupils, "homework", since, until)
        return [
            HomeworkPage(
                pupil=pupil,
                since=since,
                until=until,
                covered=covers_kind(pupil.scope, Kind.HOMEWORK),
                by_day=by_day(entries[pupil.id], self.school, since=since, until=until),
            )
            for pupil in pupils
        ]

    async def grades(
        self, person_id: PersonId, *, student_id: StudentId | None = None, offset: int = 0
    ) -> GradesPage:
        """Return a term's grades; the term's own grade may be dated after it."""
        async with self._shelf(person_id) as shelf:
            choice = await shelf.choice(student_id)
            period, has_earlier = await shelf.period(offset)
            until = period.ends_on + AFTER_TERM
            entries = await shelf.entries([choice.pupil], PROGRESS_KINDS, since=period.starts_on, until=until)
        await self._audit(person_id, [choice.pupil], "grades", period.starts_on, period.ends_on)
        return GradesPage(
            choice=choice,
            period=period,
            has_earlier=has_earlier,
            covered=covers_kind(choice.pupil.scope, Kind.GRADE),
            subjects=progress(entries[choice.pupil.id], period, self.school),
        )

    async def absences(
        self, person_id: PersonId, *, student_id: StudentId | None = None, offset: int = 0
    ) -> AbsencesPage:
        async with self._shelf(person_id) as shelf:
            choice = await shelf.choice(student_id)
            period, has_earlier = await shelf.period(offset)
            found = await shelf.entries(
                [choice.pupil], [Kind.ATTENDANCE], since=period.starts_on, until=period.ends_on
            )
        await self._audit(person_id, [choice.pupil], "absences", period.starts_on, period.ends_on)
        missed = [each for each in found[choice.pupil.id] if each.details.get("presence") in MISSED]
        return AbsencesPage(
            choice=choice,
            period=period,
            has_earlier=has_earlier,
            covered=covers_kind(choice.pupil.scope, Kind.ATTENDANCE),
            entries=[each for each in reversed(missed) if period.covers(day_of(each, self.school))],
        )

    async def schedule(
        self, person_id: PersonId, *, student_id: StudentId | None = None, offset: int = 0
    ) -> SchedulePage:
        async with self._shelf(person_id) as shelf:
            day = shelf.today + offset * DAY
            choice = await shelf.choice(student_id)
            lessons = await shelf.lessons([choice.pupil], day)
        await self._audit(person_id, [choice.pupil], "schedule", day, day)
        covered = covers_kind(choice.pupil.scope, Kind.TIMETABLE_CHANGE)
        return SchedulePage(choice=choice, day=day, covered=covered, lessons=lessons[choice.pupil.id])

    async def teaching(self, person_id: PersonId, *, offset: int = 0) -> SchedulePage:
        """Return the lessons that a teacher gives. Raises NotEntitledError for others."""
        async with self._shelf(person_id) as shelf:
            if Role.TEACHER not in await shelf.uow.people.roles(person_id, now=shelf.now):
                raise NotEntitledError
            day = shelf.today + offset * DAY
            lessons = await shelf.uow.readings.taught(person_id, day=day)
        return SchedulePage(choice=None, day=day, covered=True, lessons=lessons)

    @asynccontextmanager
    async def _shelf(self, person_id: PersonId) -> AsyncIterator[Shelf]:
        now = self.clock.now()
        async with self.storage.read() as uow:
            yield Shelf(uow=uow, person_id=person_id, now=now, today=self.school.today(now))

    async def _audit(
        self, person_id: PersonId, pupils: Sequence[Pupil], page: str, since: date, until: date
    ) -> None:
        """Write down who saw what of which days; apart from the reading, which must not wait for writers.

        With the time of it and the revisions' own that says which entries were seen, and what they said.
        """
        records = [
            AuditRecord(
                action="read",
                actor_id=person_id,
                person_id=person_id,
                student_id=pupil.id,
                detail={"page": page, "since": since.isoformat(), "until": until.isoformat()},
            )
            for pupil in pupils
        ]
        async with self.storage.write() as uow:
            await uow.audit.add(*records, now=self.clock.now())
            await uow.commit()
