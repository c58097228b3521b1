from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from diary.models.school import School
from diary.services.api_keys import ApiKeysService
from diary.services.codes import CodesService
from diary.services.entry_status import EntryStatusService
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from intake.http import build_api
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import journal_of, timing

KEY = "a-push-key"


@dataclass(slots=True)
class Reachable:
    """What /readyz asks; a test switches parts of it off."""

    database: bool = True
    telegram: bool = True
    broken: bool = False

    async def ask_database(self) -> bool:
        if self.broken:
            raise ConnectionError
        return self.database

    async def ask_telegram(self) -> bool:
        return self.telegram


@pytest.fixture
def reachable() -> Reachable:
    return Reachable()


@pytest.fixture
def app(storage: SqlStorage, clock: FrozenClock, school: School, reachable: Reachable) -> FastAPI:
    codes = CodesService(
        storage=storage, clock=clock, verifiers=Verifiers(), bot_username=lambda: "school_diary_bot"
    )
    return build_api(
        journal=journal_of(storage, clock, school),
        rosters=RosterService(storage=storage, clock=clock, timing=timing(school)),
        statuses=EntryStatusService(storage=storage, clock=clock, school=school),
        codes=codes,
        keys=ApiKeysService(storage=storage, clock=clock, environment_key=KEY),
        probes={"database": reachable.ask_database, "telegram": reachable.ask_telegram},
        registry=CollectorRegistry(),
    )


@pytest.fixture
async def anyone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Someone without a key."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://diary") as client:
        yield client


@pytest.fixture
async def journal(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The school's system, with its key."""
    headers = {"Authorization": f"Bearer {KEY}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://diary", headers=headers) as client:
        yield client
