"""Keys of the push API, stored hashed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.api_keys import ApiKey
from diary.models.ids import SchoolId
from storage.schema import api_key


class SqlApiKeys:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
        self._live = (api_key.c.school_id == school_id) & api_key.c.revoked_at.is_(None)

    async def add(self, name: str, digest: bytes, *, now: datetime) -> None:
        await self._connection.execute(
            insert(api_key).values(school_id=self._school_id, name=name, key_hash=digest, created_at=now)
        )

    async def live(self) -> Sequence[ApiKey]:
        rows = await self._connection.execute(select(api_key).where(self._live).order_by(api_key.c.id))
        return [ApiKey(name=row.name, digest=row.key_hash, created_at=row.created_at) for row in rows]

    async def revoke(self, name: str, *, now: datetime) -> bool:
        result = await self._connection.execute(
            update(api_key).where(self._live, api_key.c.name == name).values(revoked_at=now)
        )
        return result.rowcount > 0
