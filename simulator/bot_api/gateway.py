"""The raw ASGI side of the Bot API: no routing and no models on the hot path, for benchmarks' sake."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from simulator.bot_api.bodies import read_params
from simulator.bot_api.call import Call
from simulator.bot_api.dispatching import Dispatcher, DroppedError
from simulator.bot_api.errors import ApiError, NotFoundError, UnauthorizedError
from simulator.bot_api.limits import DOWNLOAD_BYTES, UPLOAD_BYTES
from simulator.state.accounts import StoredFile
from simulator.state.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_FORM_OVERHEAD = 1024 * 1024
_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class ClientGoneError(Exception):
    """The bot hung up before its request was whole."""


class Gateway:
    """`/bot{token}/{method}` and `/file/bot{token}/{path}`."""

    def __init__(self, world: World, dispatcher: Dispatcher) -> None:
        self._world = world
        self._dispatcher = dispatcher

    @staticmethod
    def serves(path: str) -> bool:
        return path.startswith(("/bot", "/file/bot"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/"):
                await self._download(path, send)
                return
            token, _, method = path[4:].partition("/")
            status, body = await self._call(scope, receive, token, method)
        except ApiError as error:
            status, body = error.code, error.body()
        except DroppedError:
            await _hang_up(receive, send)
            return
        except ClientGoneError:
            return
        await _respond(send, status, b"application/json", _JSON(body).encode("utf-8", "surrogatepass"))

    async def _call(self, scope: Scope, receive: Receive, token: str, method: str) -> tuple[int, Any]:
        body = await _read(receive)
        bot = self._world.tokens.get(token)
        if bot is None:
            raise UnauthorizedError
        if not method:
            raise NotFoundError
        params, uploads = read_params(scope["query_string"], _content_type(scope), body)
        answer = self._dispatcher.answer(Call(self._world, bot, params, uploads), method)
        if method.lower() != "getupdates":
            return await answer
        return await _while_connected(answer, receive)

    async def _download(self, path: str, send: Send) -> None:
        token, _, file_path = path[len("/file/bot") :].partition("/")
        bot = self._world.tokens.get(token)
        if bot is None:
            raise UnauthorizedError
        file = self._world.files.by_path(bot.id, file_path)
        if file is None or file.size > DOWNLOAD_BYTES:
            raise NotFoundError
        await send_file(self._world, file, send)


async def send_file(world: World, file: StoredFile, send: Send) -> None:
    await _respond(send, 200, file.mime.encode(), world.files.content(file))


async def _while_connected(answer: Awaitable[tuple[int, Any]], receive: Receive) -> tuple[int, Any]:
    """End a poll when its bot hangs up: a killed bot must not hold the queue against its successor."""
    polling = asyncio.ensure_future(answer)
    gone = asyncio.ensure_future(receive())
    try:
        await asyncio.wait([polling, gone], return_when=asyncio.FIRST_COMPLETED)
        if not polling.done():
            raise ClientGoneError
        return polling.result()
    finally:
        for task in (polling, gone):
            task.cancel()


async def _read(receive: Receive) -> bytes:
    chunks = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= UPLOAD_BYTES + _FORM_OVERHEAD:
            chunks.append(chunk)
        if not message.get("more_body"):
            break
    if size > UPLOAD_BYTES + _FORM_OVERHEAD:
        raise ApiError(413, "Request Entity Too Large")
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1"))
    return ""


async def _respond(send: Send, status: int, content_type: bytes, body: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _hang_up(receive: Receive, send: Send) -> None:
    """ASGI has no word for it: both of uvicorn's protocols send from a cycle that holds the transport."""
    cycle = getattr(send, "__self__", None)
    if cycle is None:  # pragma: no cover  (another server: an empty answer is as lost as none)
        await _respond(send, 502, b"text/plain", b"")
        return
    cycle.transport.abort()
    await receive()
