import pytest

from simulator.client import SimulatorClient, SimulatorRefusedError
from tests.simulator.asking import ANNA, BotApi, Json


async def test_a_reply_carries_the_message_one_level_deep(api: BotApi) -> None:
    first = await api.ok("sendMessage", chat_id=ANNA, text="раз")
    second = await api.ok(
        "sendMessage", chat_id=ANNA, text="два", reply_parameters={"message_id": first["message_id"]}
    )
    third = await api.ok("sendMessage", chat_id=ANNA, text="три", reply_to_message_id=second["message_id"])

    assert third["reply_to_message"]["text"] == "два"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_a_missing_message_is_replied_to_only_if_allowed(api: BotApi) -> None:
    missing = {"message_id": 999}

    assert await api.refused("sendMessage", chat_id=ANNA, text="a", reply_parameters=missing) == (
        "Bad Request: message to be replied not found"
    )
    allowed = {**missing, "allow_sending_without_reply": True}
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a", reply_parameters=allowed)
    assert "reply_to_message" not in sent


async def test_a_quote_stands_where_it_is_nearest_to_the_wanted_place(api: BotApi) -> None:
    first = await api.ok("sendMessage", chat_id=ANNA, text="🎓 пять, потом пять")
    reply = {"message_id": first["message_id"], "quote": "пять", "quote_position": 12}

    sent = await api.ok("sendMessage", chat_id=ANNA, text="a", reply_parameters=reply)

    assert sent["quote"] == {"text": "пять", "position": 15, "is_manual": True}


@pytest.mark.parametrize(
    ("quote", "accepted"),
    [
        ({"quote": "<b>Пётр</b> Ив", "quote_parse_mode": "HTML"}, True),
        ({"quote": "Пётр"}, False),
        ({"quote": "Анна"}, False),
        ({"quote": "Иванов"}, True),
    ],
)
async def test_a_quote_must_be_in_the_message_with_its_formatting(
    api: BotApi, quote: Json, *, accepted: bool
) -> None:
    first = await api.ok("sendMessage", chat_id=ANNA, text="<b>Пётр</b> Иванов", parse_mode="HTML")
    reply = {"message_id": first["message_id"], **quote}

    status, body = await api.call("sendMessage", {"chat_id": ANNA, "text": "a", "reply_parameters": reply})

    assert body["ok"] is accepted
    assert status == 200 or body["description"] == "Bad Request: QUOTE_TEXT_INVALID"


@pytest.mark.parametrize("reply", ["a", {}, {"message_id": "x"}])
async def test_reply_parameters_must_make_sense(api: BotApi, reply: object) -> None:
    refusal = await api.refused("sendMessage", chat_id=ANNA, text="a", reply_parameters=reply)

    assert refusal.startswith("Bad Request: ")


async def test_people_reply_and_quote_too(api: BotApi, client: SimulatorClient) -> None:
    entry = await api.ok("sendMessage", chat_id=ANNA, text="1) 5\n2) 4")

    await client.send(
        api.id,
        ANNA,
        "За что?",
        reply_to_message_id=entry["message_id"],
        quote={"text": "2) 4", "position": 5},
    )

    heard = (await api.ok("getUpdates"))[0]["message"]
    assert heard["reply_to_message"]["message_id"] == entry["message_id"]
    assert heard["quote"] == {"text": "2) 4", "position": 5, "is_manual": True}
    with pytest.raises(SimulatorRefusedError, match="quote"):
        await client.send(
            api.id, ANNA, "?", reply_to_message_id=entry["message_id"], quote={"text": "3", "position": 0}
        )
