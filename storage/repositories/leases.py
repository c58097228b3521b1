"""Which process owns a bot."""

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlLeases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
