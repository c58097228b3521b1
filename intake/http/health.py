"""Whether the service is alive and ready, and its metrics; open to whoever reaches the port."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.responses import Response

from intake.http.answers import Alive, Ready, answer
from intake.http.ports import Probe

PROBE_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRoutes:
    probes: Mapping[str, Probe]
    registry: CollectorRegistry

    async def alive(self) -> Response:
        """Tell that the process answers."""
        return answer({"status": "ok"})

    async def ready(self) -> Response:
        """Tell whether everything that is needed can be reached."""
        found = await asyncio.gather(*(_reachable(probe) for probe in self.probes.values()))
        checks = dict(zip(self.probes, found, strict=True))
        ready = all(found)
        return answer({"ready": ready, "checks": checks}, status=200 if ready else 503)

    async def metrics(self) -> Response:
        """Tell Prometheus."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

    def router(self) -> APIRouter:
        router = APIRouter(tags=["health"])
        router.add_api_route("/healthz", self.alive, methods=["GET"], response_model=Alive)
        router.add_api_route(
            "/readyz",
            self.ready,
            methods=["GET"],
            response_model=Ready,
            responses={503: {"model": Ready, "description": "Something that is needed cannot be reached."}},
        )
        router.add_api_route("/metrics", self.metrics, methods=["GET"], response_class=Response)
        return router


async def _reachable(probe: Probe) -> bool:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await probe()
    except Exception:  # noqa: BLE001 - whatever it is, it is not reachable
        return False
