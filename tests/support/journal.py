"""Entries of the sample school as its journal pushes them, and what became of them on the way to chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, select, update

from diary.models.deliveries import DeliveryState
from diary.models.entries import Details, Draft, Kind, Op, Recorded
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.journal import JournalService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock

TODAY = date(2026, 9, 14)
HOLD = timedelta(minutes=30)


def timing(school: School) -> Timing:
    return Timing(school=school, coalesce=timedelta(seconds=20), hold=HOLD)


def journal_of(storage: SqlStorage, clock: FrozenClock, school: School) -> JournalService:
    return JournalService(storage=storage, clock=clock, school=school, timing=timing(school))


def grade(external_id: str = "g1", value: str = "5", **changes: Any) -> Draft:
    details: Details = {"value": value} | changes.pop("details", {})
    values: dict[str, Any] = {
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "day": TODAY,
        "lesson": 2,
    } | changes
    return Draft(external_id=external_id, kind=Kind.GRADE, details=details, **values)


def absence(external_id: str = "a1", presence: str = "absent", **changes: Any) -> Draft:
    details: Details = {"presence": presence} | changes.pop("details", {})
    values: dict[str, Any] = {
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "day": TODAY,
        "lesson": 2,
    } | changes
    return Draft(external_id=external_id, kind=Kind.ATTENDANCE, details=details, **values)


def homework(external_id: str = "h1", text: str = "§ 12", **changes: Any) -> Draft:
    values: dict[str, Any] = {"class_": "7b", "subject": "alg"} | changes
    return Draft(external_id=external_id, kind=Kind.HOMEWORK, details={"text": text}, **values)


def remark(external_id: str = "r1", tone: str = "note", text: str = "Забыл тетрадь") -> Draft:
    return Draft(
        external_id=external_id,
        kind=Kind.REMARK,
        student="s1",
        teacher="t2",
        details={"tone": tone, "text": text},
    )


def withdrawal(draft: Draft) -> Draft:
    return Draft(external_id=draft.external_id, kind=draft.kind, op=Op.WITHDRAW)


def outcomes(recorded: Sequence[Recorded]) -> list[tuple[str, int | None]]:
    return [(one.outcome.value, one.revision) for one in recorded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    chat: int
    version: int
    lane: int
    student: int
    state: str
    not_before: datetime


async def deliveries(storage: SqlStorage, state: str | None = "queued") -> list[Queued]:
    """Return what is on its way, by chat, version, student and lane."""
    query = select(schema.delivery, schema.mailbox.c.chat_id).join(schema.mailbox)
    async with storage.read() as uow:
        found = (await uow._connection.execute(query)).all()
    queued = [
        Queued(
            chat=row.chat_id,
            version=row.version,
            lane=row.lane,
            student=row.student_id,
            state=row.state,
            not_before=row.not_before,
        )
        for row in found
        if state is None or row.state == state
    ]
    return sorted(queued, key=lambda one: (one.chat, one.version, one.student, one.lane))


async def deliver_all(storage: SqlStorage, now: datetime) -> None:
    """Have everything queued reach its chat."""
    queued = schema.delivery.c.state == DeliveryState.QUEUED
    async with storage.write() as uow:
        await uow._connection.execute(
            update(schema.delivery).where(queued).values(state=DeliveryState.SENT, sent_at=now)
        )
        await uow.commit()


async def rows(storage: SqlStorage, table: Table) -> Sequence[Row[Any]]:
    """Return all that stands in a table, by its key."""
    async with storage.read() as uow:
        return (await uow._connection.execute(select(table).order_by(table.c.id))).all()
