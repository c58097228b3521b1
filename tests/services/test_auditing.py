"""The office takes the whole log of somebody along, however long it is."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert

from diary.models.auditing import AuditLine
from diary.models.ids import PersonId, StudentId
from diary.services.auditing import AT_ONCE, AuditService
from storage.schema import audit
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON, FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import Sample

engine_name = both_engines

LINES = AT_ONCE * 2 + 3


@pytest.fixture
async def long_log(storage: SqlStorage, sample: Sample) -> None:
    """Write more than two parts, many at the same moment, some by the mother and some about her."""
    mother, father = sample.mother.person, sample.father.person
    written: list[dict[str, object]] = [
        {
            "school_id": 1,
            "at": MONDAY_NOON - timedelta(minutes=n // 1_500),
            "action": "read",
            "actor_id": (mother, father, mother)[n % 3],
            "person_id": (mother, mother, None)[n % 3],
            "student_id": sample.petr,
            "detail": {},
        }
        for n in range(LINES)
    ]
    async with storage.write() as uow:
        await uow._connection.execute(insert(audit), written)
        await uow.commit()


async def saved(
    storage: SqlStorage,
    clock: FrozenClock,
    *,
    student_id: StudentId | None = None,
    person_id: PersonId | None = None,
) -> list[AuditLine]:
    parts: list[Sequence[AuditLine]] = []

    async def take(lines: Sequence[AuditLine]) -> None:
        parts.append(lines)

    auditing = AuditService(storage=storage, clock=clock)
    count = await auditing.export(None, take, student_id=student_id, person_id=person_id)

    assert max(map(len, parts)) == AT_ONCE
    lines = [line for part in parts for line in part]
    assert count == len(lines)
    return lines


@pytest.mark.usefixtures("long_log")
@pytest.mark.parametrize("whose", ["student", "person"])
async def test_a_log_is_saved_whole_each_line_once_the_newest_first(
    storage: SqlStorage, clock: FrozenClock, sample: Sample, whose: str
) -> None:
    student_id, person_id = (sample.petr, None) if whose == "student" else (None, sample.mother.person)

    lines = await saved(storage, clock, student_id=student_id, person_id=person_id)

    order = [(line.at, line.id) for line in lines]
    assert len(set(order)) == LINES
    assert order == sorted(order, reverse=True)
    (export,) = [one for one in await rows(storage, audit) if one.action == "audit_exported"]
    assert export.detail["lines"] == LINES
