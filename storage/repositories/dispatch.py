"""What the delivery engine takes, sends and settles."""

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlDispatch:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
