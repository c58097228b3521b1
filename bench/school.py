"""A school of any size: its roster, its chats, and what its journal pushes."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
FIRST_CHAT = 1_000_001
CLASS_SIZE = 25
SUBJECTS = (
    "Алгебра",
    "Геометрия",
    "Русский язык",
    "Литература",
    "Физика",
    "Химия",
    "Биология",
    "История",
    "География",
    "Английский язык",
)


def today() -> date:
    return date.today()  # noqa: DTZ011 - the day of whoever measures


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchSchool:
    """Students from 0, each with so many guardians; a guardian has one child and one chat."""

    students: int
    guardians: int

    @property
    def chats(self) -> range:
        return range(FIRST_CHAT, FIRST_CHAT + self.students * self.guardians)

    def chats_of(self, student: int) -> range:
        first = FIRST_CHAT + student * self.guardians
        return range(first, first + self.guardians)

    def roster(self) -> Json:
        term = {"id": "now", "name": "Четверть"}
        span = {"start": str(today() - timedelta(days=60)), "end": str(today() + timedelta(days=30))}
        return {
            "terms": [{**term, **span}],
            "classes": [
                {"id": _class_of(first), "name": f"{_class_of(first)}А"}
                for first in range(0, self.students, CLASS_SIZE)
            ],
            "subjects": [{"id": f"u{n}", "name": name} for n, name in enumerate(SUBJECTS)],
            "staff": [_teacher(n) for n in range(len(SUBJECTS))],
            "students": [_student(n) for n in range(self.students)],
        }


def grade(key: str, student: int, *, subject: int = 0) -> Json:
    """Return a grade as a journal pushes it; its key is also what was graded, so that chats show it."""
    return {
        "id": key,
        "kind": "grade",
        "student": f"s{student}",
        "subject": f"u{subject}",
        "teacher": f"t{subject}",
        "date": str(today()),
        "lesson": 1 + subject % 6,
        "value": str(2 + sum(map(ord, key)) % 4),
        "weight": 2,
        "work": f"контрольная {key}",
        "comment": "Аккуратно и без ошибок, молодец!",
    }


def homework(key: str, student: int) -> Json:
    return {
        "id": key,
        "kind": "homework",
        "student": f"s{student}",
        "subject": "u0",
        "teacher": "t0",
        "date": str(today()),
        "text": f"§ 12, задание {key}",
    }


def body(entries: list[Json]) -> bytes:
    """Return the body of a push."""
    return json.dumps({"source": "journal", "entries": entries}).encode()


def _class_of(student: int) -> str:
    return f"c{student // CLASS_SIZE}"


def _student(number: int) -> Json:
    name = {"family_name": f"Иванов-{number}", "given_name": "Пётр"}
    return {"id": f"s{number}", **name, "class": _class_of(number)}


def _teacher(number: int) -> Json:
    name = {"family_name": f"Смирнова-{number}", "given_name": "Анна", "patronymic": "Викторовна"}
    return {"id": f"t{number}", **name, "roles": ["teacher"]}
