import httpx
import pytest

from diary.services.api_keys import ApiKeysService
from storage.unit_of_work import SqlStorage
from tests.intake.http.conftest import KEY, Reachable
from tests.support.clock import FrozenClock
from tests.support.sample import Sample

GUARDED = [
    ("POST", "/v1/entries"),
    ("PUT", "/v1/roster"),
    ("POST", "/v1/codes"),
    ("GET", "/v1/entries/journal/g1"),
]


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("header", [None, "Bearer wrong", f"Basic {KEY}", KEY, "Bearer ", "Bearer"])
async def test_without_a_key_nothing_is_answered(
    anyone: httpx.AsyncClient, sample: Sample, method: str, path: str, header: str | None
) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await anyone.request(method, path, headers=headers, json={})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["error"]["code"] == "unauthorized"


async def test_an_issued_key_opens_until_it_is_revoked(
    anyone: httpx.AsyncClient, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    keys = ApiKeysService(storage=storage, clock=clock)
    headers = {"Authorization": f"Bearer {await keys.issue('journal')}"}

    opened = await anyone.put("/v1/roster", json={}, headers=headers)
    await keys.revoke("journal")
    closed = await anyone.put("/v1/roster", json={}, headers=headers)

    assert (opened.status_code, closed.status_code) == (200, 401)


async def test_health_is_asked_without_a_key(anyone: httpx.AsyncClient, reachable: Reachable) -> None:
    assert (await anyone.get("/healthz")).json() == {"status": "ok"}
    assert (await anyone.get("/readyz")).json() == {
        "ready": True,
        "checks": {"database": True, "telegram": True},
    }


async def test_what_cannot_be_reached_is_named(anyone: httpx.AsyncClient, reachable: Reachable) -> None:
    reachable.telegram = False
    without_telegram = await anyone.get("/readyz")
    reachable.broken = True
    without_both = await anyone.get("/readyz")

    assert without_telegram.status_code == 503
    assert without_telegram.json()["checks"] == {"database": True, "telegram": False}
    assert without_both.json()["checks"] == {"database": False, "telegram": False}


async def test_metrics_count_entries_by_outcome(
    journal: httpx.AsyncClient, anyone: httpx.AsyncClient, sample: Sample
) -> None:
    grade = {"id": "g1", "kind": "grade", "student": "s1", "subject": "alg", "value": "5"}
    await journal.post("/v1/entries", json={"source": "journal", "entries": [grade, {}]})

    text = (await anyone.get("/metrics")).text
    assert 'diary_entries_total{outcome="created"} 1.0' in text
    assert 'diary_entries_total{outcome="rejected"} 1.0' in text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("DELETE", "/v1/roster", 405, "method_not_allowed")],
)
async def test_every_refusal_looks_the_same(
    journal: httpx.AsyncClient, sample: Sample, method: str, path: str, status: int, code: str
) -> None:
    answer = await journal.request(method, path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
