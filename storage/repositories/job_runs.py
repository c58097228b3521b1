"""Which scheduled jobs have been done."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import SchoolId
from storage.repositories.upsert import insert_new
from storage.schema import job_run


class SqlJobRuns:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def begin(self, name: str, period: str, *, now: datetime) -> bool:
        """On PostgreSQL another process's claim is waited for: only its commit decides."""
        claim = insert_new(self._connection, job_run).values(
            school_id=self._school_id, name=name, period=period, begun_at=now
        )
        claimed = await self._connection.execute(claim.returning(job_run.c.name))
        return claimed.scalar_one_or_none() is not None

    async def last(self, name: str) -> datetime | None:
        mine = (job_run.c.school_id == self._school_id, job_run.c.name == name)
        last: datetime | None = await self._connection.scalar(
            select(func.max(job_run.c.begun_at)).where(*mine)
        )
        return last

    async def forget(self, *, before: datetime) -> int:
        old = (job_run.c.school_id == self._school_id, job_run.c.begun_at < before)
        return (await self._connection.execute(delete(job_run).where(*old))).rowcount
