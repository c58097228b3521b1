import asyncio
import contextlib
from typing import Any

import aiohttp
import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BotApi, Json


async def texts(api: BotApi, **params: Any) -> list[str]:
    return [update["message"]["text"] for update in await api.ok("getUpdates", **params)]


async def test_get_me_tells_who_the_bot_is(api: BotApi) -> None:
    me = await api.ok("getMe")

    assert me["id"] == api.id
    assert me["is_bot"]
    assert me["can_read_all_group_messages"] is False


async def test_updates_stay_until_the_offset_confirms_them(api: BotApi, client: SimulatorClient) -> None:
    for text in "abc":
        await client.send(api.id, ANNA, text)

    assert await texts(api) == ["a", "b", "c"]
    first = (await api.ok("getUpdates", limit=1))[0]["update_id"]
    assert await texts(api, offset=first + 1) == ["b", "c"]
    assert await texts(api, offset=first) == ["b", "c"]


async def test_a_negative_offset_leaves_only_the_last_updates(api: BotApi, client: SimulatorClient) -> None:
    for text in "abc":
        await client.send(api.id, ANNA, text)

    assert await texts(api, offset=-1) == ["c"]
    assert await texts(api) == ["c"]


async def test_a_long_poll_ends_with_the_first_update(api: BotApi, client: SimulatorClient) -> None:
    poll = asyncio.create_task(texts(api, timeout=30))

    await client.send(api.id, ANNA, "здравствуйте")

    assert await poll == ["здравствуйте"]


async def test_an_older_poll_is_ended_by_a_newer_one(api: BotApi, client: SimulatorClient) -> None:
    polls = [asyncio.create_task(api.call("getUpdates", {"timeout": 30})) for _ in range(2)]
    done, pending = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
    status, body = done.pop().result()

    assert status == 409
    assert body["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await client.send(api.id, ANNA, "дальше")
    assert [u["message"]["text"] for u in (await pending.pop())[1]["result"]] == ["дальше"]


async def test_a_bot_that_hung_up_leaves_no_poll_behind(
    api: BotApi, client: SimulatorClient, session: aiohttp.ClientSession
) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await api.call("getUpdates", {"timeout": 30})
    await client.send(api.id, ANNA, "после")

    assert await texts(api, timeout=30) == ["после"]


async def test_polling_is_a_conflict_while_a_webhook_is_set(api: BotApi) -> None:
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")

    assert await api.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await api.ok("deleteWebhook")
    assert await api.ok("getUpdates") == []


@pytest.mark.parametrize(("allowed", "kinds"), [(["callback_query"], []), ([], ["message"])])
async def test_only_allowed_updates_come(
    api: BotApi, client: SimulatorClient, allowed: list[str], kinds: list[str]
) -> None:
    await api.ok("getUpdates", allowed_updates=allowed)
    await client.send(api.id, ANNA, "привет")

    updates: list[Json] = await api.ok("getUpdates")

    assert [next(k for k in update if k != "update_id") for update in updates] == kinds


async def test_updates_are_kept_for_a_day(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.advance(24 * 3600 + 1)
    await client.send(api.id, ANNA, "свежее")

    assert await texts(api) == ["свежее"]


async def test_an_unknown_token_is_unauthorized(api: BotApi) -> None:
    stranger = BotApi(api.session, api.address, "1:WRONG")

    assert await stranger.call("getMe", {}) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


async def test_an_unknown_method_is_not_found(api: BotApi) -> None:
    assert await api.refused("sendCarrierPigeon") == "Not Found: method not found"
    assert await api.refused("") == "Not Found"


async def test_method_names_ignore_case(api: BotApi) -> None:
    assert (await api.ok("GETME"))["id"] == api.id


async def test_leaving_a_server_is_possible(api: BotApi) -> None:
    assert await api.ok("logOut") is True
    assert await api.ok("close") is True
