"""What ends when a student or an employee leaves the school: rights, and what is still queued."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, Topic
from diary.models.ids import PersonId, StaffId, StudentId
from diary.models.people import LINK_ROLES, Role
from diary.models.privacy import EndedLink
from storage.repositories.chunks import chunks
from storage.repositories.delivery_rows import live
from storage.schema import delivery, link, relay, staff, staff_role

LEFT = "left the school"


class Leavers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def end_student_links(
        self, students: Collection[StudentId], *, now: datetime
    ) -> Sequence[EndedLink]:
        ended: list[EndedLink] = []
        for portion in chunks(students):
            rows = await self._connection.execute(
                update(link)
                .where(link.c.student_id.in_(portion), link.c.revoked_at.is_(None))
                .values(revoked_at=now, revoked_why=LEFT)
                .returning(link.c.person_id, link.c.student_id, link.c.role, link.c.valid_until)
            )
            ended += [
                EndedLink(
                    person_id=person_id,
                    student_id=student_id,
                    role=Role(role),
                    in_force=valid_until is None or valid_until > now,
                )
                for person_id, student_id, role, valid_until in rows
            ]
            await self._cancel(delivery.c.student_id.in_(portion))
        return ended

    async def end_staff_roles(
        self, members: Collection[StaffId], *, roles: Collection[Role], now: datetime
    ) -> Sequence[tuple[PersonId, Role]]:
        chosen, ended = sorted(roles), []
        for portion in chunks(members):
            rows = await self._connection.execute(
                update(staff_role)
                .where(
                    staff_role.c.staff_id.in_(portion),
                    staff_role.c.role.in_(chosen),
                    staff_role.c.revoked_at.is_(None),
                )
                .values(revoked_at=now)
                .returning(staff_role.c.person_id, staff_role.c.role)
            )
            ended += [(PersonId(one[0]), Role(one[1])) for one in rows]
            if Role.TEACHER in roles:
                await self._cancel(delivery.c.subject_id.in_(_from_families(portion)), topic=Topic.RELAY)
        return ended

    async def _cancel(self, which: ColumnElement[bool], *, topic: Topic | None = None) -> None:
        conditions = [live(), delivery.c.state == DeliveryState.QUEUED, which]
        if topic is not None:
            conditions.append(delivery.c.topic == topic)
        await self._connection.execute(
            update(delivery).where(*conditions).values(state=DeliveryState.CANCELLED)
        )


def _from_families(members: Collection[StaffId]) -> ColumnElement[int]:
    """Return what families wrote to these employees; an employee may be a parent too, and hear as one."""
    persons = select(staff.c.person_id).where(staff.c.id.in_(members))
    return (
        select(relay.c.id)
        .where(relay.c.recipient_id.in_(persons), relay.c.sender_role.in_(sorted(LINK_ROLES)))
        .scalar_subquery()
    )
