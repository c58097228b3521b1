"""Carries out one call: fault, pace, method, commit, log."""

import inspect
import logging
import math
from typing import Any

from simulator.bot_api.addressing import chat_id_of
from simulator.bot_api.call import Call
from simulator.bot_api.errors import (
    ApiError,
    BadRequestError,
    ForbiddenError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)
from simulator.bot_api.registry import HANDLERS, PACED
from simulator.bot_api.updates import Described
from simulator.state.faults import Fault
from simulator.state.world import World

Json = dict[str, Any]

_log = logging.getLogger(__name__)


class DroppedError(Exception):
    """The call was carried out, and the connection must end without an answer."""


class Dispatcher:
    """One for the HTTP gateway and for the methods that webhooks answer with."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(self, call: Call, method: str) -> tuple[int, Json]:
        """Give the status and body of the answer. Raises DroppedError for the fault `lost`."""
        world = self._world
        name, handler = HANDLERS.get(method.lower(), (method, _unknown))
        chat_id = chat_id_of(call)
        fault = world.faults.take(name.lower(), chat_id, world.clock.now()) if world.faults.rules else None
        delivered = False
        try:
            self._admit(call, name.lower(), chat_id, fault)
            result = handler(call)
            if inspect.isawaitable(result):
                result = await result
            delivered = True
            status, body = 200, result if type(result) is Described else {"ok": True, "result": result}
        except ApiError as error:
            status, body = error.code, error.body()
        except Exception:  # noqa: BLE001  (logged; a bot must get an answer that it can read)
            _log.exception("%s has failed", name)
            status, body = 500, ApiError(500, "Internal Server Error").body()
        world.commit()
        lost = fault is not None and fault.kind == "lost"
        self._log(call, name, chat_id, 0 if lost else status, delivered=delivered)
        if lost:
            raise DroppedError
        if fault is not None and fault.kind == "slow":
            await world.faults.replaced.wait(fault.seconds)
        return status, body

    def _admit(self, call: Call, name: str, chat_id: int | None, fault: Fault | None) -> None:
        """Refuse the call for a fault or for going too fast."""
        world = self._world
        if fault is not None:
            _strike(fault, world.clock.now())
        if chat_id is None or world.rates.off or name not in PACED:
            return
        wait = world.rates.charge(call.bot.id, chat_id, world.clock.now())
        if wait:
            raise TooManyRequestsError(max(1, math.ceil(wait)))

    def _log(self, call: Call, name: str, chat_id: int | None, status: int, *, delivered: bool) -> None:
        world = self._world
        entry = {
            "method": name,
            "at": world.clock.now(),
            "bot": call.bot.id,
            "chat_id": chat_id,
            "status": status,
            "delivered": delivered,
            "message_id": call.sent,
            "text": call.params.get("text") or call.params.get("caption"),
            "params": call.params,
        }
        world.requests.add(entry)
        if world.events.request_listeners:
            world.events.publish("request", call.bot.id, chat_id, request=entry)


def _unknown(_: Call) -> Any:
    raise NotFoundError("method not found")


def _strike(fault: Fault, now: float) -> None:
    """Refuse the call, unless the fault concerns its answer only."""
    description = fault.description
    match fault.kind:
        case "429":
            raise TooManyRequestsError(max(1, math.ceil(fault.refused_until - now)))
        case "5xx":
            raise ApiError(502, description or "Bad Gateway")
        case "401":
            raise UnauthorizedError
        case "403":
            raise ForbiddenError(description or "bot was blocked by the user")
        case "400":
            raise BadRequestError(description or "chat not found")
