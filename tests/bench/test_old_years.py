import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.guardians import link_guardians
from bench.old_years import add_old_deliveries
from bench.school import SUBJECTS, BenchSchool
from diary.models.school import School
from storage import schema

SCHOOL = BenchSchool(students=4, guardians=2)


@pytest.fixture
async def path(engine: AsyncEngine, school: School, database_url: str) -> Path:
    async with engine.begin() as connection:
        persons = [{"school_id": school.id, "created_at": datetime.now(UTC)} for _ in SUBJECTS]
        await connection.execute(insert(schema.person), persons)
        teachers = [
            {
                "school_id": school.id,
                "external_id": f"t{n}",
                "person_id": n + 1,
                "family_name": "Смирнова",
                "given_name": "Анна",
                "roles": ["teacher"],
            }
            for n in range(len(SUBJECTS))
        ]
        await connection.execute(insert(schema.staff), teachers)
        subjects = [
            {"school_id": school.id, "external_id": f"u{n}", "name": name} for n, name in enumerate(SUBJECTS)
        ]
        await connection.execute(insert(schema.subject), subjects)
        students = [
            {
                "school_id": school.id,
                "external_id": f"s{n}",
                "family_name": "Иванов",
                "given_name": "Пётр",
            }
            for n in range(SCHOOL.students)
        ]
        await connection.execute(insert(schema.student), students)
    await link_guardians(database_url, SCHOOL)
    return Path(database_url.partition(":///")[2])


def test_old_years_are_as_if_they_had_been_delivered(path: Path) -> None:
    steps: list[int] = []

    add_old_deliveries(path, SCHOOL, 400, lambda: steps.append(1))

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
            for table in ("entry", "entry_revision", "delivery", "message", "message_item", "audit")
        ]
        assert counts == [200, 200, 400, 400, 400, 400]
        astray = """SELECT count(*) FROM delivery JOIN mailbox ON mailbox.id = mailbox_id
            JOIN destination USING (mailbox_id) JOIN link USING (person_id)
            WHERE link.student_id != delivery.student_id OR delivery.state != 'sent'"""
        assert connection.execute(astray).fetchone() == (0,)
    assert steps == [1]
