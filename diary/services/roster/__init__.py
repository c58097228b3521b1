"""Takes over what the school's journal says of its classes, people and timetable."""

from diary.services.roster.service import RosterService

__all__ = ["RosterService"]
