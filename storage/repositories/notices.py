"""What the bot tells of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Topic
from diary.models.entries import Json
from diary.models.ids import MessageId, NoticeId, PersonId, SchoolId, StudentId
from diary.models.talk import ShownNotice
from storage.schema import delivery, message_item, notice


class SqlNotices:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def add(
        self,
        what: str,
        data: Mapping[str, Json],
        *,
        now: datetime,
        person_id: PersonId | None = None,
        student_id: StudentId | None = None,
    ) -> NoticeId:
        query = insert(notice).values(
            school_id=self._school_id,
            what=what,
            person_id=person_id,
            student_id=student_id,
            data=dict(data),
            created_at=now,
        )
        return NoticeId((await self._connection.execute(query.returning(notice.c.id))).scalar_one())

    async def add_for(
        self,
        person_ids: Sequence[PersonId],
        what: str,
        data: Mapping[str, Json],
        *,
        now: datetime,
        student_id: StudentId | None = None,
    ) -> Sequence[NoticeId]:
        return [
            await self.add(what, data, now=now, person_id=person_id, student_id=student_id)
            for person_id in person_ids
        ]

    async def about(self, person_id: PersonId, student_id: StudentId) -> Sequence[NoticeId]:
        query = select(notice.c.id).where(notice.c.person_id == person_id, notice.c.student_id == student_id)
        return [NoticeId(key) for key in await self._connection.scalars(query)]

    async def shown(self, message_id: MessageId) -> ShownNotice | None:
        query = (
            select(notice.c.what, notice.c.student_id, notice.c.data)
            .join(delivery, delivery.c.subject_id == notice.c.id)
            .join(message_item, message_item.c.delivery_id == delivery.c.id)
            .where(message_item.c.message_id == message_id, delivery.c.topic == Topic.NOTICE)
        )
        row = (await self._connection.execute(query)).first()
        return None if row is None else ShownNotice(what=row.what, student_id=row.student_id, data=row.data)
