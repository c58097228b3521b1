"""Where a dialogue with a person stands."""

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlConversations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
