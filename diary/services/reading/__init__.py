"""The diary as people open it themselves."""

from diary.services.reading.service import ReadingService

__all__ = ["ReadingService"]
