"""What the start prints while nobody of the office is linked."""

import os
import re

import pytest
from argon2 import PasswordHasher

from bot.first_office import greet_office
from diary.models.school import School
from diary.services.first_office import FirstOfficeService
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import rows
from tests.support.sample import Sample

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def first_office(storage: SqlStorage, clock: FrozenClock, school: School) -> FirstOfficeService:
    verifiers = Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return FirstOfficeService(storage=storage, clock=clock, verifiers=verifiers)


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)


async def test_a_code_and_its_link_are_printed(
    first_office: FirstOfficeService, capfd: pytest.CaptureFixture[str]
) -> None:
    await greet_office(first_office, "diary_bot")

    printed = capfd.readouterr().out
    assert printed.startswith("Из канцелярии ещё никто не подключён.")
    assert len(CODE.findall(printed)) == 1
    assert "https://t.me/diary_bot?start=" in printed


async def test_without_the_bots_name_the_code_stands_alone(
    first_office: FirstOfficeService, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    await greet_office(first_office, "")

    printed = capfd.readouterr().out
    assert printed.startswith("Nobody of the school office is linked yet.")
    assert CODE.search(printed)
    assert "t.me" not in printed


async def test_where_systemd_keeps_the_output_no_code_is_made(
    first_office: FirstOfficeService,
    storage: SqlStorage,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = os.fstat(1)
    monkeypatch.setenv("JOURNAL_STREAM", f"{there.st_dev}:{there.st_ino}")

    await greet_office(first_office, "diary_bot")

    printed = capfd.readouterr().out
    assert "python -m bot codes office" in printed
    assert not CODE.search(printed)
    assert await rows(storage, schema.access_code) == []


async def test_once_somebody_is_linked_nothing_is_said(
    first_office: FirstOfficeService, sample: Sample, capfd: pytest.CaptureFixture[str]
) -> None:
    await greet_office(first_office, "diary_bot")

    assert capfd.readouterr().out == ""
