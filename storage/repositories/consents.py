"""Consents to the processing of personal data."""

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlConsents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
