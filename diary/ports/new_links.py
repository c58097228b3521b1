"""How many chats were linked, for those who lead the classes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.people import ClassLinks


class NewLinks(Protocol):
    async def by_class(self, *, since: datetime, until: datetime) -> Sequence[ClassLinks]:
        """Count the rights given in this time, for each class whose teacher is linked; ended ones too."""
        ...
