"""Consents to the processing of personal data."""

from datetime import datetime
from typing import Protocol

from diary.models.ids import PersonId


class Consents(Protocol):
    async def add(self, person_id: PersonId, *, version: str, locale: str, now: datetime) -> int: ...

    async def given_at(self, person_id: PersonId) -> datetime | None:
        """When the consent in force was given."""
        ...
