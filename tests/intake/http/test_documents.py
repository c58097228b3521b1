import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from diary.models.entries import Kind
from diary.models.roster import RosterOutcome, RosterPatch
from diary.models.school import School
from intake.http import build_api
from tests.intake.http.conftest import KEY


async def test_the_page_needs_nothing_from_elsewhere(anyone: httpx.AsyncClient, school: School) -> None:
    page = (await anyone.get("/docs")).text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert addresses
    for address in addresses:
        assert address.startswith("/")
        assert (await anyone.get(address)).status_code == 200


async def test_every_kind_is_described_with_an_example(anyone: httpx.AsyncClient, school: School) -> None:
    schemas = (await anyone.get("/openapi.json")).json()["components"]["schemas"]
    described = {schema["properties"]["kind"].get("const") for schema in schemas.values() if _is_kind(schema)}

    assert described == {kind.value for kind in Kind}
    assert all(schema["examples"] for schema in schemas.values() if _is_kind(schema))


def _is_kind(schema: dict[str, dict[str, dict[str, str]]]) -> bool:
    return "const" in schema.get("properties", {}).get("kind", {})


async def test_every_push_describes_its_body_and_its_refusals(
    anyone: httpx.AsyncClient, school: School
) -> None:
    paths = (await anyone.get("/openapi.json")).json()["paths"]

    for method, path in (("put", "/v1/roster"), ("post", "/v1/entries"), ("post", "/v1/codes")):
        operation = paths[path][method]
        assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        assert {"401", "413", "422"} <= set(operation["responses"])
        assert operation["security"]


class FailingRosters:
    async def put(self, patch: RosterPatch) -> RosterOutcome:
        del patch
        message = "Пётр Иванов"
        raise RuntimeError(message)


@pytest.fixture
def failing(app: FastAPI) -> httpx.AsyncClient:
    class Keys:
        async def verify(self, presented: str) -> str | None:
            return presented

    broken = build_api(
        journal=None,  # type: ignore[arg-type]  # never asked here
        rosters=FailingRosters(),
        statuses=None,  # type: ignore[arg-type]  # never asked here
        codes=None,  # type: ignore[arg-type]  # never asked here
        keys=Keys(),
        probes={},
        registry=CollectorRegistry(),
    )
    transport = httpx.ASGITransport(broken, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {KEY}"}
    return httpx.AsyncClient(transport=transport, base_url="http://diary", headers=headers)


async def test_what_goes_wrong_inside_is_not_shown_outside(failing: httpx.AsyncClient) -> None:
    async with failing:
        answer = await failing.put("/v1/roster", json={})

    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "Иванов" not in answer.text


async def test_the_bodies_in_the_manual_are_taken_as_they_stand(
    journal: httpx.AsyncClient, school: School
) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    roster, entries = re.findall(r"```json\n(.*?)```", manual, re.DOTALL)

    taken = (await journal.put("/v1/roster", content=roster)).json()
    pushed = (await journal.post("/v1/entries", content=entries)).json()

    assert taken["rejected"] == []
    assert {one["outcome"] for one in pushed["results"]} == {"created"}
