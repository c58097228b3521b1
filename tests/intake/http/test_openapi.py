"""Whatever its own OpenAPI allows or forbids, the API answers as described and never breaks."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from prometheus_client import CollectorRegistry
from schemathesis.config import (
    CoveragePhaseConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy import insert

from diary.clock import SystemClock
from diary.models.ids import SchoolId
from diary.models.school import School
from diary.services.api_keys import ApiKeysService
from diary.services.codes import CodesService
from diary.services.entry_status import EntryStatusService
from diary.services.journal import JournalService
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from intake.http import build_api
from storage import schema
from storage.engine import build_engine
from storage.unit_of_work import SqlStorage
from tests.intake.http.conftest import KEY
from tests.support.databases import create_schema
from tests.support.journal import timing
from tests.support.sample import build_sample
from tests.support.served import served

SCHOOL = School(
    id=SchoolId(1),
    name="Школа № 7",
    timezone=ZoneInfo("Europe/Moscow"),
    default_locale="ru",
    grade_scale="5",
)
PER_ITEM = ("/v1/entries", "/v1/roster")
"""Here a wrong item is refused within an answer of 200."""


async def reachable() -> bool:
    return True


@asynccontextmanager
async def whole_app(database: Path) -> AsyncIterator[FastAPI]:
    url = f"sqlite+aiosqlite:///{database}"
    await create_schema(url)
    engine, clock = build_engine(url), SystemClock()
    values = {"name": SCHOOL.name, "timezone": "Europe/Moscow", "default_locale": "ru", "grade_scale": "5"}
    async with engine.begin() as connection:
        await connection.execute(insert(schema.school).values(**values))
    await build_sample(engine)
    storage = SqlStorage(engine, SCHOOL.id)
    yield build_api(
        journal=JournalService(storage=storage, clock=clock, school=SCHOOL, timing=timing(SCHOOL)),
        rosters=RosterService(storage=storage, clock=clock, timing=timing(SCHOOL)),
        statuses=EntryStatusService(storage=storage, clock=clock, school=SCHOOL),
        codes=CodesService(
            storage=storage, clock=clock, verifiers=Verifiers(), bot_username=lambda: "school_diary_bot"
        ),
        keys=ApiKeysService(storage=storage, clock=clock, environment_key=KEY),
        probes={"database": reachable},
        registry=CollectorRegistry(),
    )
    await engine.dispose()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("api") / "diary.db"
    with served(lambda: whole_app(database)) as base:
        yield base


def described() -> Any:
    """Return the API's own description; nothing behind it is asked for that."""
    nobody: Any = None
    app = build_api(
        journal=nobody,
        rosters=nobody,
        statuses=nobody,
        codes=nobody,
        keys=nobody,
        probes={},
        registry=CollectorRegistry(),
    )
    # the coverage phase takes a minute more on schemas of this size
    quick = PhasesConfig(coverage=CoveragePhaseConfig(enabled=False))
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(phases=quick)))
    return schemathesis.openapi.from_dict(app.openapi(), config=config)


@described().parametrize()  # type: ignore[untyped-decorator]  # schemathesis leaves it untyped
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described(case: Any, address: str) -> None:
    excluded = [positive_data_acceptance] if case.path == "/v1/codes" else []
    if case.path in PER_ITEM:
        excluded.append(negative_data_rejection)
    case.call_and_validate(
        base_url=address, headers={"Authorization": f"Bearer {KEY}"}, excluded_checks=excluded
    )
