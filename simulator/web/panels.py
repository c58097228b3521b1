"""`/sim` calls to what stands beside the phones: the journal and the bot's process."""

from typing import Any

from fastapi import APIRouter, Request, Response

from simulator.phones.errors import RefusedError
from simulator.ports import BotProcess, Journal
from simulator.state.world import World

Json = dict[str, Any]

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def build_router(world: World, journal: Journal | None, process: BotProcess | None) -> APIRouter:
    router = APIRouter(prefix="/sim")

    def the_journal() -> Journal:
        if journal is None:
            raise RefusedError("no journal is configured", 404)
        return journal

    def the_process() -> BotProcess:
        if process is None:
            raise RefusedError("no process is configured", 404)
        return process

    @router.api_route("/journal/{path:path}", methods=_METHODS)
    async def forward(path: str, request: Request) -> Response:
        raw = request.scope.get("raw_path", b"").decode().partition("/sim/journal/")[2] or path
        query = request.scope["query_string"].decode()
        status, body, kind = await the_journal().forward(
            request.method,
            f"{raw}?{query}" if query else raw,
            await request.body(),
            request.headers.get("content-type", "application/json"),
        )
        return Response(body, status_code=status, media_type=kind)

    @router.get("/journal-choices")
    async def choices() -> Json:
        return await the_journal().choices()

    @router.post("/process/kill")
    async def kill() -> Json:
        await the_process().kill()
        return told()

    @router.post("/process/start")
    async def start() -> Json:
        await the_process().start()
        return told()

    def told() -> Json:
        state = the_process().state
        world.events.publish("process", state=state)
        return {"state": state}

    return router
