from typing import Any

import httpx
import pytest

from tests.support.sample import Sample


async def test_a_guardians_code_comes_with_its_deep_link(journal: httpx.AsyncClient, sample: Sample) -> None:
    answer = await journal.post("/v1/codes", json={"role": "guardian", "student": "s1", "label": "бабушка"})

    assert answer.status_code == 201
    body = answer.json()
    assert len(body["code"].replace("-", "")) == 12
    assert body["link"].startswith("https://t.me/school_diary_bot?start=")
    assert body["expires_at"].startswith("2026-09-28T09:00:00")


async def test_staff_get_codes_for_the_roles_they_have(journal: httpx.AsyncClient, sample: Sample) -> None:
    teacher = await journal.post("/v1/codes", json={"role": "teacher", "staff": "t1"})
    office = await journal.post("/v1/codes", json={"role": "office", "staff": "t1"})

    assert (teacher.status_code, office.status_code) == (201, 422)
    assert office.json()["error"]["field"] == "role"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "guardian", "student": "s9"}, "student"),
        ({"role": "guardian"}, "student"),
        ({"role": "teacher", "student": "s1"}, "staff"),
        ({"role": "trusted", "student": "s1"}, "role"),
        ({"role": "guardian", "student": "s1", "label": "м" * 65}, "label"),
        ({"role": "guardian", "student": "s1", "phone": "+7"}, "phone"),
        ([], "body"),
    ],
)
async def test_a_code_for_nobody_is_refused_and_its_field_named(
    journal: httpx.AsyncClient, sample: Sample, body: Any, field: str
) -> None:
    answer = await journal.post("/v1/codes", json=body)

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


@pytest.mark.parametrize("label", ["ма\0ма", "ма\u202eма", "\u200b"])
async def test_a_label_with_invisible_characters_is_refused(
    journal: httpx.AsyncClient, sample: Sample, label: str
) -> None:
    answer = await journal.post("/v1/codes", json={"role": "guardian", "student": "s1", "label": label})

    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "label")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"role": "admin", "student": "s1"}, "role: should be 'guardian', 'student', 'teacher' or 'office'"),
        ([], "body: should be an object"),
    ],
)
async def test_a_refusal_names_what_there_is_and_nothing_of_how_it_is_made(
    journal: httpx.AsyncClient, sample: Sample, body: Any, words: str
) -> None:
    answer = await journal.post("/v1/codes", json=body)

    assert answer.json()["error"]["message"] == words
