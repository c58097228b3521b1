"""What a person takes along is all that is stored of them."""

import json
import re
from typing import Any

from sqlalchemy import Column
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.entries import Json
from diary.models.people import Account
from diary.models.school import School
from diary.services.privacy import PrivacyService
from storage.repositories.erasure import How
from storage.repositories.exporting_names import Names
from storage.unit_of_work import SqlStorage
from tests.storage.test_erasure import WHO, _filled, account, columns, privacy
from tests.support.clock import FrozenClock
from tests.support.sample import Sample
from views.privacy.export import export_json, export_page
from views.privacy.headings import column_said, section_said
from views.privacy.rows import readable
from views.texts import load_texts

__all__ = ["account", "privacy"]

ELSEWHERE = {
    "access_code.reserved_by": "the account's number, which stands under accounts",
    "conversation.chat_id": "the chat's number, which stands under chats",
    "conversation.telegram_user_id": "as above",
    "code_attempt.telegram_user_id": "as above",
    "relay.chat_id": "as above",
    "relay.telegram_message_id": "a number in their own chat",
    "relay.entities": "formatting of the text",
    "relay.file_id": "Telegram's own name of a file that stands in their chat",
    "relay.album": "Telegram's own number of an album",
}
"""What would be there twice, or says nothing of anybody."""


async def test_everything_that_an_erasure_takes_away_is_in_the_export(
    engine: AsyncEngine, privacy: PrivacyService, account: Account, school: School
) -> None:
    exported = export_json(await privacy.export(account), school).decode()

    wanted = [one for how in (How.BLANKED, How.DROPPED, How.TOMBSTONED) for one in columns(how)]
    missing = {str(one) for one in wanted if str(one) not in ELSEWHERE and _said(one) not in exported}
    assert missing == set()


def _said(column: Column[Any]) -> str:
    filled = _filled(column)
    return f"{WHO}.{column}" if isinstance(filled, dict) else str(filled)


async def test_a_guardian_takes_the_childs_diary_along_and_it_is_written_down(
    privacy: PrivacyService, account: Account, school: School, storage: SqlStorage, sample: Sample
) -> None:
    document = json.loads(export_json(await privacy.export(account), school))

    (child,) = document["children"]
    assert child["student"][0]["given_name"] == "Пётр"
    assert child["classes"][0]["name"] == "7Б"
    assert len(child["entries"]) == 1
    async with storage.read() as uow:
        records = [record for _, record in await uow.audit.about(sample.petr)]
    assert ("data_exported", account.person_id) in {(one.action, one.actor_id) for one in records}


def test_numbers_of_subjects_teachers_and_classes_become_names_wherever_they_stand() -> None:
    names = Names(subjects={1: "Алгебра"}, teachers={2: "Орлов Иван"}, audience={"class": {3: "7Б"}})
    new: Json = {"subject": 1, "teacher": 2, "lesson": 1}
    stored: Json = {
        "audience": {"class": 3},
        "subject": 1,
        "teacher": 9,
        "lesson": 2,
        "details": {"new": new},
    }

    row = names.put_in({"subjects": [1], "scope": {"subjects": [1], "may_write": False}, "content": stored})

    assert row == {
        "subjects": ["Алгебра"],
        "scope": {"subjects": ["Алгебра"], "may_write": False},
        "content": {
            "audience": {"class": "7Б"},
            "subject": "Алгебра",
            "teacher": 9,
            "lesson": 2,
            "details": {"new": {"subject": "Алгебра", "teacher": "Орлов Иван", "lesson": 1}},
        },
    }


async def test_every_heading_of_the_page_is_in_the_persons_language(
    privacy: PrivacyService, account: Account
) -> None:
    data = await privacy.export(account)
    texts = load_texts("ru")

    parts = [*data.rows.items(), *(part for child in data.children for part in child.rows.items())]
    columns = {column for name, rows in parts for row in readable(name, rows, texts) for column in row}

    assert {one for one in columns if re.search("[A-Za-z]", column_said(one, texts))} == set()
    assert {name for name, _ in parts if re.search("[A-Za-z]", section_said(name, texts)[:1])} == set()


async def test_no_secret_leaves_with_it(
    privacy: PrivacyService, account: Account, school: School, clock: FrozenClock
) -> None:
    exported = export_json(await privacy.export(account), school).decode()

    for secret in ("verifier", "hash", "selector"):
        assert secret not in exported


async def test_the_page_needs_nothing_else_and_lets_nothing_written_act(
    privacy: PrivacyService, account: Account, school: School, engine: AsyncEngine
) -> None:
    data = await privacy.export(account)
    letters = [{**one, "text": "<script>alert(1)</script>"} for one in data.rows["letters"]]
    hostile = type(data)(rows={**data.rows, "letters": letters}, children=data.children)
    for locale, title in (("ru", "Что о вас хранится"), ("en", "What is stored about you")):
        page = export_page(hostile, school, load_texts(locale)).decode()
        assert title in page
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "http" not in page.replace("http-equiv", "")
