import asyncio

import pytest

from simulator.client import SimulatorClient, SimulatorRefusedError
from tests.simulator.asking import ANNA, BotApi, Json

MARKUP = {"inline_keyboard": [[{"text": "✍️ Подписать", "callback_data": "sign:1"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def pressed(api: BotApi, client: SimulatorClient) -> tuple[Json, str]:
    sent: Json = await api.ok("sendMessage", chat_id=ANNA, text="5", reply_markup=MARKUP)
    return sent, await client.press(api.id, ANNA, sent["message_id"], "sign:1")


async def test_a_tap_reaches_the_bot_and_its_answer_the_person(api: BotApi, client: SimulatorClient) -> None:
    sent, query = await pressed(api, client)
    assert (await client.messages(api.id, ANNA))[-1]["sim"]["callbacks_pending"] == 1

    heard = (await api.ok("getUpdates"))[-1]["callback_query"]
    assert (heard["id"], heard["data"], heard["from"]["id"]) == (query, "sign:1", ANNA)
    assert heard["message"] == sent
    waiting = asyncio.create_task(client.callback(query))
    await api.ok("answerCallbackQuery", callback_query_id=query, text="Подписано", show_alert=True)

    assert await waiting == {
        "answered": True,
        "text": "Подписано",
        "show_alert": True,
        "url": None,
        "answers": 1,
    }
    assert (await client.messages(api.id, ANNA))[-1]["sim"]["callbacks_pending"] == 0


async def test_the_first_of_two_answers_is_seen(api: BotApi, client: SimulatorClient) -> None:
    _, query = await pressed(api, client)
    for text in ("раз", "два"):
        assert await api.ok("answerCallbackQuery", callback_query_id=query, text=text)

    answer = await client.callback(query)

    assert (answer["text"], answer["answers"]) == ("раз", 2)


async def test_an_unanswered_tap_is_seen_as_such(api: BotApi, client: SimulatorClient) -> None:
    _, query = await pressed(api, client)

    assert (await client.callback(query, wait=0.01))["answered"] is False


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "a" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
        ({"url": "https://school.ru"}, "Bad Request: URL_INVALID"),
        ({"callback_query_id": "1"}, TOO_OLD),
    ],
)
async def test_a_wrong_answer_is_refused(
    api: BotApi, client: SimulatorClient, params: Json, description: str
) -> None:
    _, query = await pressed(api, client)

    assert await api.refused("answerCallbackQuery", **{"callback_query_id": query, **params}) == description


async def test_an_old_tap_is_not_answered(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    _, query = await pressed(api, client)
    await client.advance(15 * 60 + 1)

    assert await api.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_only_buttons_that_stand_there_can_be_tapped(api: BotApi, client: SimulatorClient) -> None:
    sent, _ = await pressed(api, client)
    with pytest.raises(SimulatorRefusedError, match="no button"):
        await client.press(api.id, ANNA, sent["message_id"], "sign:2")

    await client.press(api.id, ANNA, sent["message_id"], "sign:2", forged=True)

    assert (await api.ok("getUpdates"))[-1]["callback_query"]["data"] == "sign:2"


async def test_a_tap_on_a_deleted_message_has_no_message(api: BotApi, client: SimulatorClient) -> None:
    sent, _ = await pressed(api, client)
    await api.ok("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    await client.press(api.id, ANNA, sent["message_id"], "sign:1", forged=True)

    assert (await api.ok("getUpdates"))[-1]["callback_query"]["message"]["date"] == 0
