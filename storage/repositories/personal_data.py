"""All that is stored about one person: seen, ended, taken along and erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState
from diary.models.ids import PersonId, SchoolId, StudentId
from diary.models.people import Link, Role
from storage.repositories.chunks import chunks
from storage.repositories.delivery_rows import WAITING_STATES, live
from storage.repositories.erasure import wipe
from storage.repositories.exporting import Rows, rows_about, rows_of_child
from storage.repositories.links import LINK_COLUMNS, link_of, live_link
from storage.schema import (
    bar,
    delivery,
    destination,
    link,
    mailbox,
    request,
    staff_role,
)

OPEN_REQUESTS = ("open", "asked_back")


class SqlPersonalData:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def holders(self, student_ids: Collection[StudentId], *, now: datetime) -> Sequence[Link]:
        found: list[Link] = []
        for portion in chunks(sorted(student_ids)):
            query = select(*LINK_COLUMNS).where(link.c.student_id.in_(portion), live_link(now))
            rows = await self._connection.execute(query.order_by(link.c.student_id, link.c.id))
            found += map(link_of, rows)
        return found

    async def groups(
        self, student_ids: Collection[StudentId], *, now: datetime
    ) -> Mapping[StudentId, Sequence[str]]:
        query = (
            select(link.c.student_id, link.c.label)
            .join(destination, destination.c.person_id == link.c.person_id)
            .join(mailbox, mailbox.c.id == destination.c.mailbox_id)
            .where(
                link.c.student_id.in_(student_ids),
                link.c.role == Role.GUARDIAN,
                live_link(now),
                destination.c.ended_at.is_(None),
                mailbox.c.private.is_(False),
            )
            .order_by(link.c.student_id, destination.c.id)
        )
        found: dict[StudentId, list[str]] = {}
        for student_id, label in await self._connection.execute(query):
            found.setdefault(StudentId(student_id), []).append(label)
        return found

    async def end_access(self, person_id: PersonId, *, why: str, now: datetime) -> Sequence[Role]:
        held = or_(link.c.person_id == person_id, link.c.granted_by_id == person_id)
        await self._connection.execute(
            update(link)
            .where(held, link.c.revoked_at.is_(None))
            .values(revoked_at=now, revoked_by_id=person_id, revoked_why=why)
        )
        query = (
            update(staff_role)
            .where(staff_role.c.person_id == person_id, staff_role.c.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(staff_role.c.role)
        )
        roles = sorted(Role(one) for one in await self._connection.scalars(query))
        await self._connection.execute(
            update(request)
            .where(request.c.person_id == person_id, request.c.state.in_(OPEN_REQUESTS))
            .values(state="dropped", decided_at=now)
        )
        await self._silence(person_id, now)
        return roles

    async def _silence(self, person_id: PersonId, now: datetime) -> None:
        """Cancel what is queued where nobody else hears, then have the person hear nowhere."""
        alone = await self.heard_alone(person_id)
        private = select(mailbox.c.id).where(mailbox.c.private)
        for portion in chunks(alone):
            # a group still gets its last word; of the children it hears nothing without a right
            mine = delivery.c.mailbox_id.in_(portion) & delivery.c.mailbox_id.in_(private)
            waiting = (mine, live(), delivery.c.state.in_(WAITING_STATES))
            await self._connection.execute(
                update(delivery).where(*waiting).values(state=DeliveryState.CANCELLED)
            )
        await self._connection.execute(
            update(destination)
            .where(destination.c.person_id == person_id, destination.c.ended_at.is_(None))
            .values(ended_at=now)
        )
        for portion in chunks(alone):
            query = update(mailbox).where(mailbox.c.id.in_(portion), mailbox.c.held_from.is_not(None))
            await self._connection.execute(query.values(held_from=None))

    async def heard_alone(self, person_id: PersonId) -> list[int]:
        """Return the chats where this person has ever heard, and nobody else hears now."""
        other = destination.alias()
        others = exists().where(
            other.c.mailbox_id == destination.c.mailbox_id,
            other.c.person_id != person_id,
            other.c.ended_at.is_(None),
        )
        query = select(destination.c.mailbox_id).where(destination.c.person_id == person_id, ~others)
        return sorted(set(await self._connection.scalars(query)))

    async def barred_from(self, person_id: PersonId) -> Sequence[StudentId]:
        query = select(bar.c.student_id).where(bar.c.person_id == person_id, bar.c.lifted_at.is_(None))
        return [StudentId(one) for one in await self._connection.scalars(query.order_by(bar.c.student_id))]

    async def erase(self, person_id: PersonId, *, now: datetime) -> bool:
        return await wipe(self._connection, person_id, await self.heard_alone(person_id), now=now)

    async def about(self, person_id: PersonId) -> Rows:
        return await rows_about(self._connection, person_id)

    async def diary(self, student_id: StudentId) -> Rows:
        return await rows_of_child(self._connection, student_id)
