"""A school as its journal pushes it, for tests of the whole."""

from typing import Any

Json = dict[str, Any]


def roster() -> Json:
    """Return 7Б with Пётр Иванов and Маша Иванова; Смирнова teaches algebra, Орлов leads the class."""
    return {
        "terms": [{"id": "y", "name": "Год", "start": "2026-01-01", "end": "2027-12-31"}],
        "bells": [
            {"slot": 1, "start": "08:30", "end": "09:15"},
            {"slot": 2, "start": "09:25", "end": "10:10"},
        ],
        "classes": [{"id": "7b", "name": "7Б", "class_teacher": "t2"}],
        "subjects": [{"id": "alg", "name": "Алгебра"}],
        "staff": [
            _member("t1", "Смирнова", "Анна", "Викторовна", "teacher"),
            _member("t2", "Орлов", "Иван", "Петрович", "teacher"),
            _member("o1", "Белова", "Ольга", "Юрьевна", "office"),
        ],
        "students": [
            {"id": "s1", "family_name": "Иванов", "given_name": "Пётр", "class": "7b"},
            {"id": "s2", "family_name": "Иванова", "given_name": "Маша", "class": "7b"},
        ],
        "lessons": [
            {
                "id": "l1",
                "class": "7b",
                "weekday": 1,
                "slot": 2,
                "subject": "alg",
                "teacher": "t1",
                "room": "204",
            }
        ],
    }


def _member(key: str, family: str, given: str, patronymic: str, role: str) -> Json:
    names = {"family_name": family, "given_name": given, "patronymic": patronymic}
    return {"id": key, **names, "roles": [role]}


def grade(key: str, value: str, *, student: str = "s1", **fields: Any) -> Json:
    return {
        "id": key,
        "kind": "grade",
        "student": student,
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "lesson": 2,
        "value": value,
        **fields,
    }
