"""PUT /v1/roster."""

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.http.answers import RosterAnswer, answer, refusals
from intake.http.bodies import Gate, read_json
from intake.http.documents import body_of
from intake.http.errors import MalformedError
from intake.http.metrics import PushMetrics
from intake.http.ports import Rosters
from intake.push.rosters import RosterMalformedError, RosterPush, read_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRoutes:
    rosters: Rosters
    gate: Gate
    metrics: PushMetrics

    async def put(self, request: Request) -> Response:
        """Take over what is given. What is omitted stays untouched, down to single fields of a record."""
        async with self.gate.enter():
            with self.metrics.in_flight.track_inprogress(), self.metrics.seconds.labels("roster").time():
                body = await read_json(request)
                try:
                    patch, rejected = read_roster(body)
                except RosterMalformedError as error:
                    raise MalformedError(f"{error.field}: {error.error}", field=error.field) from None
                outcome = await self.rosters.put(patch)
        return answer(
            {
                "counts": {section.value: asdict(counts) for section, counts in outcome.counts.items()},
                "rejected": [asdict(one) for one in (*rejected, *outcome.rejected)],
            }
        )

    def router(self) -> APIRouter:
        router = APIRouter(tags=["roster"])
        router.add_api_route(
            "/v1/roster",
            self.put,
            methods=["PUT"],
            summary="Push the roster",
            response_model=RosterAnswer,
            responses=refusals(401, 408, 413, 422, 429),
            openapi_extra=body_of(RosterPush),
        )
        return router
