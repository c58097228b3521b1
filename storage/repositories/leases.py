"""Which process owns a bot."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.dispatch import Lease
from diary.models.ids import BotId
from storage.repositories.upsert import upsert
from storage.schema import bot_lease


class SqlLeases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def owner(self, bot_id: BotId) -> str | None:
        owner: str | None = await self._connection.scalar(
            select(bot_lease.c.owner).where(bot_lease.c.bot_id == bot_id)
        )
        return owner

    async def take(
        self, bot_id: BotId, owner: str, *, dead: str | None, now: datetime, term: timedelta
    ) -> Lease | None:
        """One conditional upsert, so that two processes cannot both win.

        An owner takes back its own at once: what had interrupted it holds nobody up.
        """
        until = now + term
        fresh = upsert(self._connection, bot_lease).values(
            bot_id=bot_id, owner=owner, lease_until=until, fence=1
        )
        taken = fresh.on_conflict_do_update(
            index_elements=[bot_lease.c.bot_id],
            set_={"owner": owner, "lease_until": until, "fence": bot_lease.c.fence + 1},
            where=or_(bot_lease.c.lease_until <= now, bot_lease.c.owner.in_([owner, dead or owner])),
        ).returning(bot_lease.c.fence)
        fence = (await self._connection.execute(taken)).scalar_one_or_none()
        return None if fence is None else Lease(bot_id=bot_id, owner=owner, fence=fence)

    async def renew(self, lease: Lease, *, now: datetime, term: timedelta) -> bool:
        return await self._prolong(lease, until=now + term)

    async def holds(self, lease: Lease) -> bool:
        query = select(bot_lease.c.fence).where(_is(lease)).with_for_update(read=True)
        return await self._connection.scalar(query) is not None

    async def release(self, lease: Lease, *, now: datetime) -> None:
        await self._prolong(lease, until=now)

    async def _prolong(self, lease: Lease, *, until: datetime) -> bool:
        result = await self._connection.execute(
            update(bot_lease).where(_is(lease)).values(lease_until=until).returning(bot_lease.c.fence)
        )
        return result.scalar_one_or_none() is not None


def _is(lease: Lease) -> ColumnElement[bool]:
    return and_(
        bot_lease.c.bot_id == lease.bot_id,
        bot_lease.c.owner == lease.owner,
        bot_lease.c.fence == lease.fence,
    )
