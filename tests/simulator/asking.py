"""A bare Bot API client: no library between a test and the wire."""

import io
import json
from typing import Any

import aiohttp

Json = dict[str, Any]

ANNA, BORIS = 77, 78


class BotApi:
    """One bot's way to the server; `id` is its id."""

    def __init__(self, session: aiohttp.ClientSession, address: str, token: str) -> None:
        self.session = session
        self.address = address
        self.token = token
        self.id = int(token.partition(":")[0])

    async def call(
        self, method: str, params: Json, files: dict[str, bytes] | None = None
    ) -> tuple[int, Json]:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, content in (files or {}).items():
            form.add_field(name.partition("/")[0], io.BytesIO(content), filename=name.rpartition("/")[2])
        url = f"{self.address}/bot{self.token}/{method}"
        async with self.session.post(url, data=form) as response:
            return response.status, await response.json()

    async def ok(self, method: str, files: dict[str, bytes] | None = None, /, **params: Any) -> Any:
        status, body = await self.call(method, params, files)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refused(self, method: str, files: dict[str, bytes] | None = None, /, **params: Any) -> str:
        """The description of the refusal, whose code must be that of the status."""
        status, body = await self.call(method, params, files)
        assert not body["ok"], body
        assert body["error_code"] == status
        return str(body["description"])
