"""Who has access to which child, and who is kept out by a judge's or the law's order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.custody import Access, Bar, ClassLine
from diary.models.ids import BarId, BotId, ClassId, LinkId, PersonId, SchoolId, StudentId, TelegramUserId
from diary.models.people import Student
from storage.repositories.delegation_rows import LAST_SEEN
from storage.repositories.links import LINK_COLUMNS, link_of, live_link
from storage.repositories.students import load_students
from storage.repositories.upsert import insert_new
from storage.schema import account, bar, enrolment, link, school_class, student

LIVE = bar.c.lifted_at.is_(None)
IN_CLASS = student.outerjoin(
    enrolment, and_(enrolment.c.student_id == student.c.id, enrolment.c.valid_to.is_(None))
).outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
REACHABLE = exists().where(account.c.person_id == link.c.person_id, account.c.ended_at.is_(None))
LABEL = (
    select(link.c.label)
    .where(link.c.person_id == bar.c.person_id, link.c.student_id == bar.c.student_id)
    .order_by(link.c.id.desc())
    .limit(1)
    .correlate(bar)
    .scalar_subquery()
)


class SqlCustody:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def classes(self) -> Sequence[ClassLine]:
        query = (
            select(school_class.c.id, school_class.c.name, func.count())
            .select_from(IN_CLASS)
            .where(*self._here())
            .group_by(school_class.c.id, school_class.c.name)
        )
        rows = await self._connection.execute(query)
        return [ClassLine(id=row[0], name=row[1] or "", students=row[2]) for row in rows]

    async def students(self, class_id: ClassId | None) -> Sequence[Student]:
        query = (
            select(student.c.id)
            .select_from(IN_CLASS)
            .where(*self._here(), school_class.c.id == class_id)
            .order_by(student.c.id)
        )
        keys = (await self._connection.scalars(query)).all()
        found = await load_students(self._connection, keys)
        return [found[key] for key in keys if key in found]

    def _here(self) -> tuple[ColumnElement[bool], ...]:
        return student.c.school_id == self._school_id, student.c.removed_at.is_(None)

    async def lock(self, link_id: LinkId) -> None:
        await self._connection.execute(select(link.c.id).where(link.c.id == link_id).with_for_update())

    async def accesses(self, student_id: StudentId, *, now: datetime) -> Sequence[Access]:
        query = (
            select(*LINK_COLUMNS, REACHABLE, LAST_SEEN)
            .where(link.c.student_id == student_id, live_link(now))
            .order_by(link.c.id)
        )
        return [
            Access(link=link_of(columns), reachable=bool(reachable), last_seen=seen)
            for *columns, reachable, seen in await self._connection.execute(query)
        ]

    async def bars(self, student_id: StudentId) -> Sequence[Bar]:
        return await self._bars(bar.c.student_id == student_id)

    async def get(self, bar_id: BarId) -> Bar | None:
        found = await self._bars(bar.c.id == bar_id)
        return found[0] if found else None

    async def _bars(self, which: ColumnElement[bool]) -> list[Bar]:
        columns = (bar.c.id, bar.c.student_id, bar.c.person_id, LABEL, bar.c.basis, bar.c.created_at)
        query = select(*columns).where(which, LIVE).order_by(bar.c.id)
        return [
            Bar(id=key, student_id=of, person_id=person, label=label or "", basis=basis, created_at=at)
            for key, of, person, label, basis, at in await self._connection.execute(query)
        ]

    async def bar(
        self, student_id: StudentId, person_id: PersonId, basis: str, *, by: PersonId, now: datetime
    ) -> BarId | None:
        values = {"student_id": student_id, "person_id": person_id, "basis": basis, "created_by_id": by}
        query = insert_new(self._connection, bar).values(**values, created_at=now).returning(bar.c.id)
        key = await self._connection.scalar(query)
        return None if key is None else BarId(key)

    async def lift(self, bar_id: BarId, *, now: datetime) -> tuple[StudentId, PersonId] | None:
        query = (
            update(bar)
            .where(bar.c.id == bar_id, LIVE)
            .values(lifted_at=now)
            .returning(bar.c.student_id, bar.c.person_id)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def is_barred(self, person_id: PersonId, student_id: StudentId) -> bool:
        kept = select(bar.c.id).where(bar.c.person_id == person_id, bar.c.student_id == student_id, LIVE)
        return await self._connection.scalar(kept) is not None

    async def keeps_out(self, bot_id: BotId, user: TelegramUserId, student_id: StudentId) -> bool:
        query = (
            select(bar.c.id)
            .join(account, account.c.person_id == bar.c.person_id)
            .where(
                account.c.bot_id == bot_id,
                account.c.telegram_user_id == user,
                account.c.ended_at.is_(None),
                bar.c.student_id == student_id,
                LIVE,
            )
        )
        return await self._connection.scalar(query) is not None
