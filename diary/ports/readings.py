"""Diary pages: day, week, grades, absences, timetable."""

from typing import Protocol


class Readings(Protocol):
    pass
