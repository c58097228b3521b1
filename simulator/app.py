"""Puts the simulator together as one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from simulator.bot_api.dispatching import Dispatcher
from simulator.bot_api.gateway import Gateway, Receive, Scope, Send
from simulator.phones.errors import RefusedError
from simulator.ports import BotProcess, Journal
from simulator.state.restoring import open_world
from simulator.state.stores import Store
from simulator.state.world import World
from simulator.web import page, panels, people, settings, views, watching
from simulator.webhooks import WebhookDelivery


class Simulator:
    """The ASGI application; the Bot API bypasses FastAPI's routing, which costs more than a method."""

    def __init__(self, world: World, gateway: Gateway, web: FastAPI) -> None:
        self.world = world
        self._gateway = gateway
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._gateway.serves(scope["path"]):
            await self._gateway(scope, receive, send)
        else:
            await self._web(scope, receive, send)

    def close(self) -> None:
        """End long polls and streams, so that the server can stop at once."""
        self.world.close()


def build_app(
    *,
    title: str,
    store: Store,
    journal: Journal | None = None,
    process: BotProcess | None = None,
    requests_kept: int | None = None,
) -> Simulator:
    """Make the application; `store` says where its state lives (MemoryStore or FileStore)."""
    world = open_world(store, requests_kept=requests_kept)
    dispatcher = Dispatcher(world)
    webhooks = WebhookDelivery(world, dispatcher)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with webhooks.running():
            yield
        world.close()
        store.close()

    web = FastAPI(title=title, openapi_url=None, lifespan=lifespan)
    web.include_router(views.build_router(world, title, journal, process))
    web.include_router(watching.build_router(world))
    web.include_router(people.build_router(world))
    web.include_router(settings.build_router(world))
    web.include_router(panels.build_router(world, journal, process))
    web.include_router(page.build_router())
    web.add_exception_handler(RefusedError, _refused)
    web.add_exception_handler(RequestValidationError, _refused)
    web.add_exception_handler(HTTPException, _refused)
    return Simulator(world, Gateway(world, dispatcher), web)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """Every refusal of `/sim` is `{"error": "…"}`."""
    match error:
        case RefusedError():
            return JSONResponse({"error": str(error)}, error.status)
        case RequestValidationError():
            problems = (f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
            return JSONResponse({"error": "; ".join(problems)}, 422)
        case HTTPException():
            return JSONResponse({"error": error.detail}, error.status_code)
    raise error
