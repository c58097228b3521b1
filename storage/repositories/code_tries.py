"""Failed tries at codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, delete, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import BotId, TelegramUserId
from storage.schema import code_attempt


class SqlCodeTries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, user: TelegramUserId) -> None:
        """On SQLite a writing transaction is alone anyway."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(literal(user, BigInteger))))

    async def begin(self, bot_id: BotId, user: TelegramUserId, *, now: datetime) -> int:
        values = {"bot_id": bot_id, "telegram_user_id": user, "failed_at": now}
        query = insert(code_attempt).values(**values).returning(code_attempt.c.id)
        key: int = (await self._connection.execute(query)).scalar_one()
        return key

    async def forgive(self, try_id: int) -> None:
        await self._connection.execute(delete(code_attempt).where(code_attempt.c.id == try_id))

    async def since(self, bot_id: BotId, user: TelegramUserId, moment: datetime) -> Sequence[datetime]:
        query = (
            select(code_attempt.c.failed_at)
            .where(
                code_attempt.c.bot_id == bot_id,
                code_attempt.c.telegram_user_id == user,
                code_attempt.c.failed_at > moment,
            )
            .order_by(code_attempt.c.failed_at, code_attempt.c.id)
        )
        return (await self._connection.scalars(query)).all()

    async def of_all_since(self, bot_id: BotId, moment: datetime) -> int:
        query = select(func.count()).where(code_attempt.c.bot_id == bot_id, code_attempt.c.failed_at > moment)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def forget(self, *, before: datetime) -> int:
        result = await self._connection.execute(delete(code_attempt).where(code_attempt.c.failed_at < before))
        return result.rowcount
