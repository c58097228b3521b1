"""`/sim` calls that wait: taps, events, and what the bot has called."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from simulator.phones.errors import RefusedError
from simulator.state.world import World
from simulator.web.streaming import event_lines

Json = dict[str, Any]

LONGEST_WAIT = 600.0
Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT)]


def build_router(world: World) -> APIRouter:
    router = APIRouter(prefix="/sim")

    @router.get("/callbacks/{callback_id}")
    async def callback(callback_id: str, wait: Wait = 0) -> Json:
        found = world.callbacks.get(callback_id)
        if found is None:
            raise RefusedError("no such callback", 404)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait
        while not found.answered and loop.time() < deadline and not world.events.closed:
            await world.answered.wait(deadline - loop.time())
        return {name: getattr(found, name) for name in ("answered", "text", "show_alert", "url", "answers")}

    @router.get("/events")
    async def events(
        after: int | None = None,
        requests: bool = False,  # noqa: FBT001, FBT002  (a query parameter)
        last_event_id: Annotated[int | None, Header()] = None,
    ) -> StreamingResponse:
        begin = last_event_id if last_event_id is not None else after
        lines = event_lines(world, world.events.seq if begin is None else begin, requests=requests)
        return StreamingResponse(lines, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @router.get("/poll")
    async def poll(
        after: int,
        timeout: Wait = 0,  # noqa: ASYNC109  (a long poll's timeout is its meaning)
        requests: bool = False,  # noqa: FBT001, FBT002  (a query parameter)
    ) -> Json:
        found = await world.events.wait(after, timeout, requests=requests)
        return {"seq": found[-1]["seq"] if found else max(after, 0), "events": found}

    @router.get("/requests")
    async def requests(
        after: int = 0, method: str | None = None, limit: int | None = None, wait: Wait = 0
    ) -> Json:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait
        while not (found := world.requests.since(after, method, limit)) and not world.events.closed:
            if not await world.requests.added.wait(deadline - loop.time()):
                break
        return {"requests": found}

    return router
