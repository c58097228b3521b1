import asyncio

import aiohttp
import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BORIS, BotApi, Json


async def send(api: BotApi, chat: int = ANNA, text: str = "a") -> Json:
    return (await api.call("sendMessage", {"chat_id": chat, "text": text}))[1]


@pytest.mark.parametrize(
    ("fault", "description"),
    [
        ({"kind": "5xx"}, "Bad Gateway"),
        ({"kind": "401"}, "Unauthorized"),
        ({"kind": "403"}, "Forbidden: bot was blocked by the user"),
        ({"kind": "403", "description": "user is deactivated"}, "Forbidden: user is deactivated"),
        ({"kind": "400"}, "Bad Request: chat not found"),
        ({"kind": "429", "seconds": 5}, "Too Many Requests: retry after 5"),
    ],
)
async def test_a_fault_strikes_and_nothing_is_delivered(
    own: tuple[BotApi, SimulatorClient], fault: Json, description: str
) -> None:
    api, client = own
    await client.set_faults({"method": "sendMessage", **fault})

    assert (await send(api))["description"] == description
    assert (await api.ok("getMe"))["id"] == api.id
    logged = (await client.requests(method="sendMessage"))[-1]
    assert (logged["delivered"], logged["text"], logged["chat_id"]) == (False, "a", ANNA)
    await client.set_faults()
    assert (await send(api))["ok"]


async def test_too_many_requests_go_on_until_the_time_has_passed(
    own: tuple[BotApi, SimulatorClient],
) -> None:
    api, client = own
    await client.set_faults({"kind": "429", "seconds": 30, "times": 1, "chat_id": ANNA})

    assert (await send(api))["parameters"] == {"retry_after": 30}
    assert (await send(api, BORIS))["ok"]
    await client.advance(20)
    assert (await send(api))["parameters"]["retry_after"] <= 10
    await client.advance(10)
    assert (await send(api))["ok"]


async def test_a_lost_answer_leaves_the_message_there(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.set_faults({"kind": "lost", "times": 1})

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(api, text="потерянное")

    logged = (await client.requests(method="sendMessage"))[-1]
    assert (logged["status"], logged["delivered"]) == (0, True)
    message = (await client.messages(api.id, ANNA))[-1]
    assert (message["text"], message["message_id"]) == ("потерянное", logged["message_id"])
    assert (await send(api))["ok"]


async def test_a_slow_answer_comes_after_the_message(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.set_faults({"kind": "slow", "seconds": 600})
    sending = asyncio.create_task(send(api, text="медленное"))

    assert (await client.wait_for_message(api.id, ANNA))["text"] == "медленное"
    assert not sending.done()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_a_slow_answer_comes_when_the_fault_is_over(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.set_faults({"kind": "slow", "seconds": 600})
    sending = asyncio.create_task(send(api, text="медленное"))
    await client.wait_for_message(api.id, ANNA)

    await client.set_faults()

    assert (await sending)["ok"]


async def test_a_fault_strikes_so_many_times_and_with_such_a_chance(
    own: tuple[BotApi, SimulatorClient],
) -> None:
    api, client = own
    await client.set_faults({"kind": "5xx", "probability": 0}, {"kind": "5xx", "times": 2})

    assert [(await send(api))["ok"] for _ in range(3)] == [False, False, True]


async def test_over_the_rate_of_a_chat_is_too_many(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.set_rates(per_chat=1, burst=2)

    assert [(await send(api))["ok"] for _ in range(3)] == [True, True, False]
    assert (await send(api))["parameters"]["retry_after"] == 1
    assert (await send(api, BORIS))["ok"]
    await client.advance(1)
    assert (await send(api))["ok"]
    await client.set_rates()
    assert [(await send(api))["ok"] for _ in range(3)] == [True, True, True]


async def test_over_the_rate_of_the_bot_is_too_many(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.set_rates(per_second=2)

    assert [(await send(api, chat))["ok"] for chat in (ANNA, BORIS, ANNA)] == [True, True, False]
    assert not (await send(api, BORIS))["ok"]
    await client.advance(1)
    assert (await send(api, BORIS))["ok"]


async def test_a_group_takes_so_many_a_minute(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    group = (await client.make_group(api.id, "7Б", [ANNA], by=ANNA))["id"]
    await client.set_rates(per_group_minute=2)

    assert [(await send(api, group))["ok"] for _ in range(3)] == [True, True, False]
    assert (await send(api, group))["parameters"]["retry_after"] in {59, 60}
    assert (await send(api))["ok"]
    await client.advance(60)
    assert (await send(api, group))["ok"]
