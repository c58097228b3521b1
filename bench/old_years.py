"""Fills a SQLite school with years that are over: entries, what was sent of them, and the audit of that."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bench.school import SUBJECTS, BenchSchool, today
from diary.models.entries import Audience, Content
from diary.models.ids import StaffId, StudentId, SubjectId
from storage.repositories.entry_content import dump

PORTION = 50_000
YEARS = 3
DAYS = 365 * YEARS
"""Up to yesterday, so that the current term has its share, which averages are made of."""

NUMBERS = """
WITH RECURSIVE number(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :end),
old AS (
    SELECT :entry + n AS id, n, child.id AS student_id, n % :students AS place,
           :subject + (n / :students) % :subjects AS subject_id,
           :staff + (n / :students) % :subjects AS staff_id,
           date(:day, '+' || (n * :days / :total) || ' days') AS day,
           :instant + (n * :microseconds / :total) AS at
    FROM number JOIN temp.child ON child.place = n % :students
)
"""
STATEMENTS = (
    NUMBERS
    + """
INSERT INTO entry (id, school_id, source, kind, external_id, revision, told_revision, withdrawn, silent,
                   received_at, changed_at, content_hash, student_id, subject_id, staff_id, date, lesson)
SELECT id, 1, 'journal', 'grade', 'old-' || n, 1, 1, 0, 0,
       at, at, randomblob(32), student_id, subject_id, staff_id, day, 1 + n % 6 FROM old
""",
    NUMBERS
    + """
INSERT INTO entry_revision (entry_id, revision, op, recorded_at, content)
SELECT id, 1, 'upsert', at, json_set(:content, '$.audience.student', student_id, '$.subject', subject_id,
       '$.teacher', staff_id, '$.date', day, '$.details.value', CAST(2 + n % 4 AS TEXT)) FROM old
""",
    NUMBERS
    + """
INSERT INTO delivery (id, mailbox_id, topic, subject_id, version, student_id, lane, created_at, not_before,
                      due_at, state, attempts, attempt_id, started_at, sent_at)
SELECT :delivery + n * :guardians + chat.guardian, chat.mailbox_id, 'entry', old.id, 1, student_id, 2, at, at,
       at, 'sent', 0, :message + n * :guardians + chat.guardian, at, at
FROM old JOIN temp.chat ON chat.place = old.place
""",
    NUMBERS
    + """
INSERT INTO message (id, mailbox_id, telegram_message_id, layout, dirty, dirty_seq, sent_at)
SELECT :message + n * :guardians + chat.guardian, chat.mailbox_id, 100000000 + n * :guardians + chat.guardian,
       'fresh', 0, 0, at FROM old JOIN temp.chat ON chat.place = old.place
""",
    NUMBERS
    + """
INSERT INTO message_item (message_id, delivery_id, position, revision, start, "end")
SELECT :message + n * :guardians + chat.guardian, :delivery + n * :guardians + chat.guardian, 1, 1, 0, 120
FROM old JOIN temp.chat ON chat.place = old.place
""",
    NUMBERS
    + """
INSERT INTO audit (school_id, at, action, person_id, student_id, subject_id, detail)
SELECT 1, at, 'disclosed', chat.person_id, student_id, old.id,
       json_object('kind', 'grade', 'revision', 1, 'mailbox', chat.mailbox_id)
FROM old JOIN temp.chat ON chat.place = old.place
""",
)


def add_old_deliveries(path: Path, school: BenchSchool, count: int, advance: Callable[[], None]) -> None:
    """Add so many; `advance` is called after each `PORTION` of them."""
    total = count // school.guardians
    step = PORTION // school.guardians
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY;"
            "PRAGMA wal_autocheckpoint = 100000"
        )
        _place(connection, school)
        given = _given(connection, school, total)
        for first in range(0, total, step):
            connection.execute("BEGIN")
            for statement in STATEMENTS:
                connection.execute(statement, {**given, "first": first, "end": min(first + step, total)})
            connection.execute("COMMIT")
            advance()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _place(connection: sqlite3.Connection, school: BenchSchool) -> None:
    """Write down which child and which chats stand at each place of the school."""
    connection.executescript(
        "CREATE TEMP TABLE child (place INTEGER PRIMARY KEY, id INTEGER);"
        "CREATE TEMP TABLE chat (place INTEGER, guardian INTEGER, mailbox_id INTEGER, person_id INTEGER,"
        " PRIMARY KEY (place, guardian)) WITHOUT ROWID"
    )
    connection.execute(
        "INSERT INTO temp.child SELECT CAST(substr(external_id, 2) AS INTEGER), id FROM student"
    )
    where = {"guardians": school.guardians, "first": school.chats.start}
    connection.execute(
        "INSERT INTO temp.chat SELECT (chat_id - :first) / :guardians, (chat_id - :first) % :guardians,"
        " mailbox.id, person_id FROM mailbox JOIN destination ON mailbox_id = mailbox.id"
        " WHERE chat_id >= :first",
        where,
    )


def _given(connection: sqlite3.Connection, school: BenchSchool, total: int) -> dict[str, object]:
    def next_id(table: str) -> int:
        return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])  # noqa: S608 - our own names

    def first_id(table: str) -> int:
        return int(connection.execute(f"SELECT min(id) FROM {table}").fetchone()[0])  # noqa: S608 - as above

    begin = today() - timedelta(days=DAYS)
    return {
        **{table: next_id(table) for table in ("entry", "delivery", "message")},
        **{table: first_id(table) for table in ("subject", "staff")},
        "students": school.students,
        "guardians": school.guardians,
        "subjects": len(SUBJECTS),
        "total": total,
        "days": DAYS,
        "day": str(begin),
        "instant": int((begin - today().replace(1970, 1, 1)) / timedelta(microseconds=1)),
        "microseconds": DAYS * 86_400_000_000,
        "content": json.dumps(_content()),
    }


def _content() -> dict[str, object]:
    content = Content(
        audience=Audience(student_id=StudentId(1)),
        subject_id=SubjectId(1),
        staff_id=StaffId(1),
        day=today(),
        lesson=1,
        details={
            "value": "5",
            "weight": 2,
            "work": "контрольная",
            "comment": "Аккуратно и без ошибок, молодец!",
        },
    )
    return dump(content)
