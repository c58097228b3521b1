"""Updates brought by webhook to the real process."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.web import SECRET_HEADER, WEBHOOK_PATH
from simulator.client import SimulatorClient
from simulator.testing import BOT_ID, BOT_TOKEN
from tests.e2e.conftest import MOTHER, TEACHER, Town
from tests.support.product import running_product
from tests.support.pushes import grade, roster

SECRET = "a-secret_of-the-webhook"
Json = dict[str, Any]


@pytest.fixture
async def hooked(telegram: SimulatorClient, tmp_path: Path) -> AsyncIterator[Town]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}"
    async with running_product(telegram.address, url, webhook_secret=SECRET) as product:
        await telegram.wait_for_request("setWebhook")
        yield Town(product=product, telegram=telegram)


async def bring(town: Town, body: bytes, secret: str | None = SECRET) -> int:
    """Bring an update as Telegram would; return the status of the answer."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    address = f"{town.product.base}{WEBHOOK_PATH}"
    async with aiohttp.ClientSession() as http, http.post(address, data=body, headers=headers) as answer:
        return answer.status


def says(text: str, number: int = 900_000) -> bytes:
    message = {
        "message_id": number,
        "date": 1_789_376_400,
        "chat": {"id": MOTHER, "type": "private"},
        "from": {"id": MOTHER, "is_bot": False, "first_name": "Елена", "language_code": "ru"},
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def sent(town: Town) -> list[Json]:
    return await town.telegram.requests(method="sendMessage")


async def webhook(telegram: SimulatorClient) -> Json:
    address = f"{telegram.address}/bot{BOT_TOKEN}/getWebhookInfo"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        result: Json = (await answer.json())["result"]
        return result


async def opened(town: Town) -> None:
    """Have the mother's chat begun: a bot may not write first."""
    await town.telegram.send(BOT_ID, MOTHER, "/start")
    await town.sees(MOTHER, "пришлите код")


async def test_the_whole_road_is_gone_by_webhook(hooked: Town) -> None:
    await hooked.product.roster(roster())
    await hooked.link(MOTHER, role="guardian", student="s1", label="мама")
    await hooked.link(TEACHER, role="teacher", staff="t1")
    await hooked.product.push(grade("g1", "2"))
    first = await hooked.sees(MOTHER, "Алгебра", "✍️")

    await hooked.telegram.tap(BOT_ID, first, "✍️")
    await hooked.sees(MOTHER, "Алгебра", "подписано")
    await hooked.telegram.send(BOT_ID, MOTHER, "Когда пересдать?", reply_to_message_id=first["message_id"])
    await hooked.sees(TEACHER, "Когда пересдать?", "Пётр Иванов")

    assert await hooked.telegram.requests(method="getUpdates") == []


async def test_telegram_is_asked_to_bring_what_is_handled_and_with_the_secret(hooked: Town) -> None:
    (asked,) = await hooked.telegram.requests(method="setWebhook")

    assert asked["params"]["url"] == f"{hooked.product.base}{WEBHOOK_PATH}"
    assert asked["params"]["secret_token"] == SECRET
    kinds = asked["params"]["allowed_updates"]
    kinds = json.loads(kinds) if isinstance(kinds, str) else kinds
    assert {"message", "edited_message", "callback_query", "my_chat_member"} <= set(kinds)


async def test_who_does_not_know_the_secret_is_refused_and_nothing_is_handled(hooked: Town) -> None:
    await opened(hooked)
    before = len(await sent(hooked))

    for secret in (None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ж"):
        assert await bring(hooked, says("/help"), secret) == 401

    assert await bring(hooked, says("/help")) == 200
    assert len(await sent(hooked)) == before + 1


async def test_what_is_no_update_is_refused(hooked: Town) -> None:
    for body in (b"", b"{", b"[]", b"{}", b'{"update_id": "many"}', b"\xff\xfe"):
        assert await bring(hooked, body) == 400


async def test_telegram_hears_that_an_update_was_taken_only_when_it_was_answered(hooked: Town) -> None:
    await opened(hooked)
    before = len(await sent(hooked))
    await hooked.telegram.set_faults({"kind": "slow", "seconds": 600, "method": "sendMessage", "times": 1})

    bringing = asyncio.create_task(bring(hooked, says("/help")))
    await hooked.telegram.wait_for_request("sendMessage", after=(await sent(hooked))[-1]["n"] - 1)
    assert not bringing.done()
    await hooked.telegram.set_faults()

    assert await bringing == 200
    answers = (await sent(hooked))[before:]
    assert [one["delivered"] for one in answers] == [True]


async def test_on_sigterm_an_update_under_way_is_finished_and_the_process_ends_with_0(hooked: Town) -> None:
    await opened(hooked)
    last = (await sent(hooked))[-1]["n"]
    await hooked.telegram.set_faults({"kind": "slow", "seconds": 1, "method": "sendMessage", "times": 1})
    bringing = asyncio.create_task(bring(hooked, says("/help")))
    await hooked.telegram.wait_for_request("sendMessage", after=last)

    assert await hooked.product.stop() == 0

    assert await bringing == 200
    assert (await webhook(hooked.telegram))["url"] != ""


async def test_back_to_polling_the_webhook_is_deleted_and_what_came_meanwhile_is_answered(
    hooked: Town,
) -> None:
    await opened(hooked)
    assert await hooked.product.stop() == 0
    last = (await sent(hooked))[-1]["n"]
    await hooked.telegram.send(BOT_ID, MOTHER, "/help")

    hooked.product.environment = {**hooked.product.environment, "WEBHOOK_URL": "", "WEBHOOK_SECRET": ""}
    await hooked.product.start()

    await hooked.telegram.wait_for_request("sendMessage", after=last)
    assert (await webhook(hooked.telegram))["url"] == ""
    assert await hooked.telegram.requests(method="getUpdates") != []


@pytest.mark.parametrize("webhook_secret", [SECRET, ""])
async def test_a_telegram_that_cannot_be_reached_at_start_is_asked_again(
    telegram: SimulatorClient, tmp_path: Path, webhook_secret: str
) -> None:
    method = "setWebhook" if webhook_secret else "deleteWebhook"
    await telegram.set_faults({"kind": "5xx", "method": method, "times": 1})
    url = f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}"

    async with running_product(telegram.address, url, webhook_secret=webhook_secret) as product:
        await opened(Town(product=product, telegram=telegram))

    assert [one["status"] for one in await telegram.requests(method=method)] == [502, 200]
