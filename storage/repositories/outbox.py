from sqlalchemy.ext.asyncio import AsyncConnection


class SqlOutbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
