"""POST /v1/entries, and the status of one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import Response

from diary.models.entries import Draft, Kind, Recorded
from diary.models.journal import EntryStatus
from intake.http.answers import EntriesAnswer, StatusAnswer, answer, refusals
from intake.http.bodies import Gate, read_json
from intake.http.documents import body_of
from intake.http.errors import MalformedError, TooLargeError
from intake.http.metrics import PushMetrics
from intake.http.ports import Journal, Statuses
from intake.push.entries import echo_id, read_entry
from intake.push.flaws import ItemFlawedError, first_flaw
from intake.push.models import EntriesEnvelope, EntriesPush

MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRoutes:
    journal: Journal
    statuses: Statuses
    gate: Gate
    metrics: PushMetrics

    async def push(self, request: Request) -> Response:
        """Store entries and tell whom they concern. Safe to repeat: the same content again is `unchanged`."""
        async with self.gate.enter():
            with self.metrics.in_flight.track_inprogress(), self.metrics.seconds.labels("entries").time():
                envelope = read_envelope(await read_json(request))
                results = await self._record(envelope)
        return answer({"results": results})

    async def _record(self, envelope: EntriesEnvelope) -> list[dict[str, Any]]:
        results: list[dict[str, Any] | None] = []
        drafts: list[Draft] = []
        for raw in envelope.entries:
            try:
                drafts.append(read_entry(raw))
                results.append(None)
            except ItemFlawedError as flaw:
                results.append(_rejected(echo_id(raw), flaw.field, str(flaw)))
        recorded = iter(await self.journal.record(envelope.source, drafts, silent=envelope.silent))
        filled = [_result(next(recorded)) if one is None else one for one in results]
        for outcome, count in Counter(str(one["outcome"]) for one in filled).items():
            self.metrics.entries.labels(outcome).inc(count)
        return filled

    async def status(
        self,
        source: Annotated[str, Path(max_length=64)],
        external_id: Annotated[str, Path(max_length=128)],
        kind: Annotated[Kind | None, Query(description="needed where several kinds share the id")] = None,
    ) -> Response:
        """Tell what an entry says now, to whom it went, and who signed it."""
        return answer(_status(await self.statuses.status(source, external_id, kind=kind)))

    def router(self) -> APIRouter:
        router = APIRouter(tags=["entries"])
        router.add_api_route(
            "/v1/entries",
            self.push,
            methods=["POST"],
            summary="Push entries",
            response_model=EntriesAnswer,
            responses=refusals(401, 408, 413, 422, 429),
            openapi_extra=body_of(EntriesPush),
        )
        router.add_api_route(
            "/v1/entries/{source}/{external_id:path}",
            self.status,
            methods=["GET"],
            summary="How far an entry came",
            response_model=StatusAnswer,
            responses=refusals(401, 404, 409, 422),
        )
        return router


def read_envelope(body: object) -> EntriesEnvelope:
    """Raise MalformedError or TooLargeError; the entries themselves are looked at one by one."""
    entries = body.get("entries") if isinstance(body, dict) else None
    if isinstance(entries, list) and len(entries) > MOST_ENTRIES:
        raise TooLargeError(
            f"a push has at most {MOST_ENTRIES} entries: send them in several", field="entries"
        )
    try:
        return EntriesEnvelope.model_validate(body)
    except ValidationError as error:
        field, hint = first_flaw(error, known=tuple(EntriesEnvelope.model_fields))
        raise MalformedError(f"{field or 'body'}: {hint}", field=field or "body") from None


def _result(one: Recorded) -> dict[str, Any]:
    if one.error is not None:
        return _rejected(one.external_id, one.field or "id", one.error)
    return {"id": one.external_id, "outcome": one.outcome.value, "revision": one.revision, "error": None}


def _rejected(external_id: str, field: str, error: str) -> dict[str, Any]:
    return {
        "id": external_id,
        "outcome": "rejected",
        "revision": None,
        "error": f"{field}: {error}",
        "field": field,
    }


def _status(status: EntryStatus) -> dict[str, Any]:
    entry = status.entry
    return {
        "source": entry.source,
        "id": entry.external_id,
        "kind": entry.kind.value,
        "revision": entry.revision,
        "withdrawn": entry.withdrawn,
        "received_at": entry.received_at,
        "changed_at": entry.changed_at,
        "entry": status.fields,
        "recipients": _recipients(status),
    }


def _recipients(status: EntryStatus) -> Sequence[dict[str, Any]]:
    return [
        {
            "role": one.role.value,
            "label": one.label,
            "state": one.state,
            "revision": one.revision,
            "sent_at": one.sent_at,
            "acknowledged_at": one.acknowledged_at,
        }
        for one in status.recipients
    ]
