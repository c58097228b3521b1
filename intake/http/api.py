"""Puts the push API together."""

from collections.abc import Mapping

from fastapi import Depends, FastAPI
from prometheus_client import CollectorRegistry

from intake.http.bodies import Gate
from intake.http.codes import CodeRoutes
from intake.http.documents import describe
from intake.http.entries import EntryRoutes
from intake.http.errors import handle_errors
from intake.http.health import HealthRoutes
from intake.http.keys import key_required
from intake.http.metrics import PushMetrics
from intake.http.ports import Codes, Journal, Keys, Probe, Rosters, Statuses
from intake.http.rosters import RosterRoutes

DESCRIPTION = """How a school's systems tell the diary of its people, its timetable and its entries.
Pushes may be repeated: what is known already changes nothing and tells nobody."""


def build_api(
    *,
    journal: Journal,
    rosters: Rosters,
    statuses: Statuses,
    codes: Codes,
    keys: Keys,
    probes: Mapping[str, Probe],
    registry: CollectorRegistry,
    version: str = "1",
) -> FastAPI:
    """Return the ASGI app; `probes` are what /readyz asks, `registry` what /metrics shows."""
    app = FastAPI(
        title="School diary: push API",
        version=version,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    gate, metrics = Gate(), PushMetrics(registry)
    guarded = [Depends(key_required(keys))]
    for routes in (
        RosterRoutes(rosters=rosters, gate=gate, metrics=metrics),
        EntryRoutes(journal=journal, statuses=statuses, gate=gate, metrics=metrics),
        CodeRoutes(codes=codes),
    ):
        app.include_router(routes.router(), dependencies=guarded)
    app.include_router(HealthRoutes(probes=probes, registry=registry).router())
    handle_errors(app)
    describe(app)
    return app
