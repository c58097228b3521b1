"""What people write to each other."""

from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import SchoolId


class SqlRelays:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id
