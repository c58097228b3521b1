import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BotApi

Json = dict[str, Any]


class Hook:
    """A receiver that answers what the test tells it to."""

    def __init__(self) -> None:
        self.url = ""
        self.received: asyncio.Queue[tuple[str | None, str]] = asyncio.Queue()
        self.answers: list[web.Response] = []

    async def receive(self, request: web.Request) -> web.StreamResponse:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        await self.received.put((secret, update["message"]["text"]))
        return self.answers.pop(0) if self.answers else web.Response()

    async def text(self) -> str:
        async with asyncio.timeout(10):
            return (await self.received.get())[1]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(api: BotApi, client: SimulatorClient, hook: Hook) -> None:
    await client.send(api.id, ANNA, "до")
    await api.ok("setWebhook", url=hook.url, secret_token="s-1")
    await client.send(api.id, ANNA, "после")

    async with asyncio.timeout(10):
        assert [await hook.received.get() for _ in "ab"] == [("s-1", "до"), ("s-1", "после")]
    await api.ok("deleteWebhook")


async def test_a_refused_update_is_posted_again_before_the_next(
    api: BotApi, client: SimulatorClient, hook: Hook
) -> None:
    hook.answers = [web.Response(status=500)]
    await api.ok("setWebhook", url=hook.url)
    for text in "ab":
        await client.send(api.id, ANNA, text)

    assert [await hook.text() for _ in range(3)] == ["a", "a", "b"]
    info = await api.ok("getWebhookInfo")
    assert info["url"] == hook.url
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    await api.ok("deleteWebhook")


async def test_a_dead_receiver_is_told_in_the_info(api: BotApi, client: SimulatorClient) -> None:
    await client.send(api.id, ANNA, "a")
    await api.ok(
        "setWebhook", url="http://127.0.0.1:9/hook", allowed_updates=["message"], ip_address="127.0.0.1"
    )

    async with asyncio.timeout(10):
        while "last_error_message" not in (info := await api.ok("getWebhookInfo")):
            continue
    assert info["pending_update_count"] == 1
    assert info["allowed_updates"] == ["message"]
    await api.ok("deleteWebhook")


@pytest.mark.parametrize("as_form", [False, True])
async def test_a_method_in_the_answer_is_carried_out(
    api: BotApi, client: SimulatorClient, hook: Hook, *, as_form: bool
) -> None:
    call = {"method": "sendMessage", "chat_id": str(ANNA), "text": "в ответе"}
    if as_form:
        writer = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        for item in call.items():
            writer.add_field(*item)
        hook.answers = [web.Response(body=writer())]
    else:
        hook.answers = [web.json_response(call)]
    await api.ok("setWebhook", url=hook.url)
    await client.send(api.id, ANNA, "вопрос")

    message = await client.wait_for_message(api.id, ANNA)

    assert message["text"] == "в ответе"
    await api.ok("deleteWebhook")


async def test_pending_updates_are_dropped_if_asked(api: BotApi, client: SimulatorClient, hook: Hook) -> None:
    await client.send(api.id, ANNA, "старое")
    await api.ok("setWebhook", url=hook.url, drop_pending_updates=True)
    await client.send(api.id, ANNA, "новое")

    assert await hook.text() == "новое"
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.ok("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "ftp://a.ru"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.ru", "secret_token": "с"}, "secret token contains unallowed characters"),
        ({"url": "https://a.ru", "allowed_updates": "{}"}, "allowed_updates must be an Array of Strings"),
    ],
)
async def test_a_wrong_webhook_is_refused(api: BotApi, params: Json, description: str) -> None:
    assert await api.refused("setWebhook", **params) == f"Bad Request: {description}"


async def test_setting_and_deleting_say_what_was_done(api: BotApi, hook: Hook) -> None:
    said = [
        (await api.call(method, params))[1]["description"]
        for method, params in [
            ("deleteWebhook", {}),
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": hook.url}),
            ("setWebhook", {"url": ""}),
        ]
    ]

    assert said == [
        "Webhook is already deleted",
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
    ]
    assert (await api.ok("getWebhookInfo"))["url"] == ""
