"""Records what the school's journal pushes, and puts it on its way to whom it concerns."""

from diary.services.journal.memory import RosterMemory
from diary.services.journal.service import JournalService

__all__ = ["JournalService", "RosterMemory"]
