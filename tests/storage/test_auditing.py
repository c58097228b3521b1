"""The log is only ever added to, and is read through its indexes."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Select, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from diary.models.ids import PersonId
from diary.models.people import Role
from diary.ports.audit import AuditRecord
from storage.repositories.auditing import about_person, about_student
from storage.schema import audit
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON, FrozenClock
from tests.support.sample import Sample

ROWS = 20_000


@pytest.fixture
async def written(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> Sample:
    record = AuditRecord(action="disclosed", person_id=sample.mother.person, student_id=sample.petr)
    async with storage.write() as uow:
        await uow.audit.add(record, now=clock.now())
        await uow.commit()
    return sample


@pytest.mark.parametrize(
    "statement", [update(audit).values(action="other"), delete(audit)], ids=["update", "delete"]
)
async def test_the_database_lets_nobody_change_or_delete_what_is_written(
    engine: AsyncEngine, written: Sample, statement: Any
) -> None:
    with pytest.raises(DBAPIError, match="the audit is append-only"):
        async with engine.begin() as connection:
            await connection.execute(statement)

    async with engine.connect() as connection:
        assert (await connection.scalars(select(audit.c.action))).all() == ["disclosed"]


async def plan(connection: AsyncConnection, query: Select[Any]) -> str:
    dialect = connection.dialect
    sql = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    how = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
    rows = await connection.execute(text(f"{how}{sql}".replace(":", "\\:")))
    return "\n".join(str(tuple(row)) for row in rows)


async def fill(connection: AsyncConnection, sample: Sample) -> None:
    """Write as much about others as makes reading all of it a bad idea."""
    row = {"school_id": 1, "at": MONDAY_NOON, "action": "disclosed", "detail": {}}
    about = [{"student_id": n % 500 + 100, "person_id": n % 900 + 100} for n in range(ROWS)]
    await connection.execute(insert(audit), [{**row, **one, "actor_id": None} for one in about])
    acted = [{"student_id": 1, "person_id": n % 900 + 100, "actor_id": n % 900 + 100} for n in range(2_000)]
    await connection.execute(insert(audit), [{**row, **one} for one in acted])
    await connection.execute(text("ANALYZE"))


async def test_a_page_of_a_student_or_person_is_read_through_the_indexes_alone(
    engine: AsyncEngine, sample: Sample
) -> None:
    async with engine.begin() as connection:
        await fill(connection, sample)
        plans = [
            await plan(connection, about_student(sample.masha).limit(7)),
            await plan(connection, about_person(PersonId(150), most=7).limit(7)),
        ]

    for found in plans:
        assert "ix_audit_" in found
        assert "Seq Scan on audit" not in found
        assert "SCAN audit" not in found
    assert "ix_audit_student_id_at" in plans[0]
    assert "ix_audit_person_id_at" in plans[1]
    assert "ix_audit_actor_id_at" in plans[1]


async def test_a_persons_log_has_what_they_did_and_what_was_done_about_them_once(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother, office = sample.mother.person, sample.office.person
    records = [
        AuditRecord(action="read", actor_id=mother, person_id=mother, student_id=sample.petr),
        AuditRecord(action="signed", actor_id=mother, student_id=sample.petr),
        AuditRecord(action="disclosed", person_id=mother, student_id=sample.petr),
        AuditRecord(action="unlinked", actor_id=office, person_id=mother, student_id=sample.petr),
        AuditRecord(action="read", actor_id=office, person_id=office),
    ]
    async with storage.write() as uow:
        for record in records:
            await uow.audit.add(record, now=clock.advance(minutes=1))
        await uow.commit()

    async with storage.read() as uow:
        stored = await uow.auditing.of_person(mother, offset=0, limit=10)
        second = await uow.auditing.of_person(mother, offset=1, limit=2)
        by_office = await uow.auditing.of_person(office, offset=0, limit=10)
    assert actions(stored) == ["unlinked", "disclosed", "signed", "read"]
    assert actions(second) == ["disclosed", "signed"]
    assert actions(by_office) == ["read", "unlinked"]


def actions(stored: Sequence[tuple[int, Any, AuditRecord]]) -> list[str]:
    return [record.action for _, _, record in stored]


async def test_people_are_called_as_the_school_knows_them(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    persons = [sample.mother.person, sample.tutor.person, sample.teacher.person]
    async with storage.read() as uow:
        called = await uow.auditing.called(persons, sample.petr, now=clock.now())
        holders = await uow.auditing.holders(sample.petr)
        named = await uow.auditing.student_named("s1")

    assert (called[persons[0]].label, called[persons[0]].role) == ("мама", Role.GUARDIAN)
    assert (called[persons[1]].label, called[persons[1]].role) == ("репетитор", Role.TRUSTED)
    name = called[persons[2]].name
    assert name is not None
    assert (name.family_name, called[persons[2]].role) == ("Смирнова", Role.TEACHER)
    assert holders == [sample.mother.person, sample.father.person, sample.tutor.person]
    assert named == sample.petr
