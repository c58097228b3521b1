"""Consents to the processing of personal data, and the school's own document."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.consents import ConsentDocument, GivenConsent
from diary.models.ids import PersonId


class Consents(Protocol):
    async def add(self, person_id: PersonId, *, version: str, locale: str, now: datetime) -> int: ...

    async def given(self, person_id: PersonId) -> GivenConsent | None:
        """Return the newest one in force."""
        ...

    async def withdraw(self, person_id: PersonId, *, now: datetime) -> bool:
        """End all of them; False where there was none."""
        ...

    async def document(self) -> ConsentDocument | None:
        """Return the school's own newest one, None where it has none."""
        ...

    async def versions(self) -> Sequence[tuple[str, datetime]]:
        """Return the school's own versions and since when each is in force, newest first."""
        ...

    async def add_document(self, document: ConsentDocument, *, now: datetime) -> None: ...

    async def to_ask(self, version: str, *, limit: int) -> Sequence[PersonId]:
        """Return who have rights, consented to another version, hear in some chat and were not asked yet."""
        ...

    async def held_from(self, person_id: PersonId) -> datetime | None:
        """Return from when on nothing is sent to this person; None where they were not asked."""
        ...

    async def hold(self, person_ids: Collection[PersonId], *, held_from: datetime) -> None:
        """Send nothing from then on into chats where nobody else hears."""
        ...

    async def release(self, person_ids: Collection[PersonId] | None = None) -> None:
        """Hold these persons' chats (or all) no longer."""
        ...

    async def was_shown(self, person_id: PersonId, version: str) -> bool:
        """Whether the audit knows that the person was shown this version anew."""
        ...
