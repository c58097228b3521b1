"""Diary pages: day, week, grades, absences, timetable."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from diary.models.entries import Kind
from diary.models.ids import PersonId, StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Link
from diary.models.readings import Lesson, Period, Pupil


class Readings(Protocol):
    async def pupils(self, links: Sequence[Link]) -> Sequence[Pupil]:
        """Return those of one person's links' students who are at school, in the order of their names."""
        ...

    async def entries(
        self, student_ids: Collection[StudentId], kinds: Collection[Kind], *, since: date, until: date
    ) -> Mapping[StudentId, Sequence[EntryContent]]:
        """Return what stands now, by date and lesson: nothing withdrawn.

        An entry for a class or group is a student's if they were in it on its date. One without a date
        counts as of the day it was received (in UTC: ask for a day more on either side).
        """
        ...

    async def told_since(
        self, student_ids: Collection[StudentId], moment: datetime
    ) -> Mapping[StudentId, Sequence[EntryContent]]:
        """Return what was news after that and stands: new entries, and those whose change is told."""
        ...

    async def lessons(
        self, student_ids: Collection[StudentId], *, day: date
    ) -> Mapping[StudentId, Sequence[Lesson]]:
        """Return the timetable of the day, by slot, with nothing said of changes."""
        ...

    async def taught(self, person_id: PersonId, *, day: date) -> Sequence[Lesson]:
        """Return the lessons that a person gives on the day."""
        ...

    async def periods(self) -> Sequence[Period]:
        """Return the terms by their start."""
        ...
