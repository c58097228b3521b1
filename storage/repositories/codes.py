"""Codes that give rights, and tries at them."""

from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import SchoolId


class SqlAccessCodes:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
