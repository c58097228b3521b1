"""Who signed what."""

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlAcknowledgements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
