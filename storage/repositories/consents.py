"""Consents to the processing of personal data."""

from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId
from storage.schema import consent


class SqlConsents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: PersonId, *, version: str, locale: str, now: datetime) -> int:
        values = {"person_id": person_id, "version": version, "locale": locale, "given_at": now}
        query = insert(consent).values(**values).returning(consent.c.id)
        key: int = (await self._connection.execute(query)).scalar_one()
        return key

    async def given_at(self, person_id: PersonId) -> datetime | None:
        query = select(func.max(consent.c.given_at)).where(
            consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None)
        )
        given_at: datetime | None = await self._connection.scalar(query)
        return given_at
