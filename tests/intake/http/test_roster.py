from typing import Any

import httpx
import pytest

from diary.models.school import School
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.journal import rows

ROSTER: dict[str, list[Any]] = {
    "terms": [{"id": "q1", "name": "1 четверть", "start": "2026-09-01", "end": "2026-10-25"}],
    "bells": [{"slot": 1, "start": "08:30", "end": "09:15"}],
    "classes": [{"id": "7b", "name": "7Б", "class_teacher": "t1"}],
    "groups": [{"id": "7b-en1", "name": "7Б, английский 1", "students": ["s1"]}],
    "subjects": [{"id": "alg", "name": "Алгебра"}],
    "staff": [
        {
            "id": "t1",
            "family_name": "Смирнова",
            "given_name": "Анна",
            "patronymic": "Викторовна",
            "roles": ["teacher"],
        }
    ],
    "students": [
        {
            "id": "s1",
            "family_name": "Иванов",
            "given_name": "Пётр",
            "birth_date": "2013-05-01",
            "class": "7b",
        }
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


async def put(journal: httpx.AsyncClient, body: Any) -> dict[str, Any]:
    answer = await journal.put("/v1/roster", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_documented_roster_is_taken_whole(journal: httpx.AsyncClient, school: School) -> None:
    first, second = await put(journal, ROSTER), await put(journal, ROSTER)

    one = {"created": 0, "updated": 0, "unchanged": 0, "removed": 0}
    assert first == {"counts": {name: one | {"created": 1} for name in ROSTER}, "rejected": []}
    assert second == {"counts": {name: one | {"unchanged": 1} for name in ROSTER}, "rejected": []}


async def test_the_order_of_the_body_does_not_matter(journal: httpx.AsyncClient, school: School) -> None:
    backwards = dict(reversed(ROSTER.items()))

    assert (await put(journal, backwards))["rejected"] == []


@pytest.mark.parametrize(
    ("section", "record", "field", "key"),
    [
        ("students", {"id": "s9", "family_name": "И", "given_name": "П", "class": "9z"}, "class", "s9"),
        ("students", {"id": "s9", "family_name": ""}, "family_name", "s9"),
        ("students", {"id": "s9", "birth_date": "01.05.2013"}, "birth_date", "s9"),
        ("students", {"id": "s9", "sex": "m"}, "sex", "s9"),
        ("students", {"family_name": "И"}, "id", ""),
        ("students", {"id": 9}, "id", "9"),
        ("students", {"id": "s9", "patronymic": "\u0000"}, "patronymic", "s9"),
        ("students", "s9", "students", ""),
        ("staff", {"id": "t9", "roles": ["headmaster"]}, "roles.0", "t9"),
        ("staff", {"id": "t9", "roles": []}, "roles", "t9"),
        ("bells", {"slot": "1"}, "slot", "1"),
        ("bells", {"slot": 1, "start": "8:30"}, "start", "1"),
        ("bells", {"slot": 1, "start": "25:30"}, "start", "1"),
        ("bells", {"slot": 9, "start": "09:00", "end": "08:00"}, "end", "9"),
        ("lessons", {"id": "l9", "weekday": 8}, "weekday", "l9"),
        ("groups", {"id": "g9", "name": "Г", "students": "s1"}, "students", "g9"),
        ("classes", {"id": "7b", "removed": True}, "removed", "7b"),
        ("classes", {"id": "7b", "removed": "yes"}, "removed", "7b"),
    ],
)
async def test_one_bad_record_is_refused_alone_and_its_field_named(
    journal: httpx.AsyncClient, school: School, section: str, record: Any, field: str, key: str
) -> None:
    await put(journal, ROSTER)
    answer = await put(journal, {section: [record], "terms": ROSTER["terms"]})

    [rejected] = answer["rejected"]
    assert (rejected["section"], rejected["id"], rejected["field"]) == (section, key, field)
    assert rejected["error"]
    assert answer["counts"]["terms"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("body", "field"), [([], "body"), ({"pupils": []}, "pupils"), ({"students": {}}, "students")]
)
async def test_what_is_no_roster_is_refused_whole(
    journal: httpx.AsyncClient, school: School, body: Any, field: str
) -> None:
    answer = await journal.put("/v1/roster", json=body)

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_a_section_of_null_is_no_section(journal: httpx.AsyncClient, school: School) -> None:
    assert (await put(journal, {"students": None}))["rejected"] == []


@pytest.mark.parametrize("pushed", ["Пё\u202eтр", " Пётр\u200b ", "Пётр\n", "Пе\u0308тр", "\u2067Пётр\u2069"])
async def test_names_have_nothing_invisible_in_them(
    journal: httpx.AsyncClient, storage: SqlStorage, pushed: str
) -> None:
    student = {**ROSTER["students"][0], "given_name": pushed}
    assert (await put(journal, {**ROSTER, "students": [student]}))["rejected"] == []

    names = [one.given_name for one in await rows(storage, schema.student) if one.external_id == "s1"]
    assert names == ["Пётр"]


@pytest.mark.parametrize("blank", [" ", "\n", "\u200b", "\u2067 \u2069"])
async def test_a_name_that_nobody_would_see_is_refused(journal: httpx.AsyncClient, blank: str) -> None:
    student = {**ROSTER["students"][0], "given_name": blank}

    refused, *_ = (await put(journal, {**ROSTER, "students": [student]}))["rejected"]

    assert (refused["id"], refused["field"]) == ("s1", "given_name")
    assert refused["error"] == "must have at least one visible character"
