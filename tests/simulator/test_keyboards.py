import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BotApi, Json

CALLBACK = {"text": "✍️ Подписать", "callback_data": "sign:1"}


def inline(*rows: object) -> Json:
    return {"inline_keyboard": list(rows)}


async def test_inline_buttons_stand_under_their_message(api: BotApi) -> None:
    link = {"text": "Сайт", "url": "school.ru"}
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=inline([CALLBACK, link], []))

    assert sent["reply_markup"] == inline([CALLBACK, {"text": "Сайт", "url": "http://school.ru/"}])


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline([{**CALLBACK, "callback_data": "ж" * 33}]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "a", "callback_data": ""}]), "BUTTON_DATA_INVALID"),
        (inline([{**CALLBACK, "url": "https://a.ru"}]), "BUTTON_TYPE_INVALID"),
        (
            inline([{"text": "a"}]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline([{"callback_data": "a"}]),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (inline([{**CALLBACK, "text": " "}]), "inline keyboard button text must be non-empty"),
        (
            inline(["a"]),
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (inline(CALLBACK), 'field "inline_keyboard" must be an Array of Arrays'),
        (
            {"inline_keyboard": "a"},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array',
        ),
        (inline([CALLBACK] * 9), "reply markup is too long"),
        (inline(*[[CALLBACK]] * 101), "reply markup is too long"),
        (
            inline([{"text": "a", "url": "не ссылка"}]),
            "inline keyboard button URL 'не ссылка' is invalid: Wrong HTTP URL",
        ),
        ({"keyboard": []}, "keyboard must be non-empty"),
        ({"keyboard": [["a"] * 9]}, "reply markup is too long"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": [[1]]}, "can't parse keyboard button: KeyboardButton must be an Object"),
        (
            {"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]},
            "BUTTON_TYPE_INVALID",
        ),
        (
            {"keyboard": [["a"]], "input_field_placeholder": "a" * 65},
            "input field placeholder is too long",
        ),
    ],
)
async def test_a_wrong_keyboard_is_refused(api: BotApi, markup: Json, description: str) -> None:
    refusal = await api.refused("sendMessage", chat_id=ANNA, text="a", reply_markup=markup)

    assert refusal == f"Bad Request: {description}"


async def test_the_largest_keyboards_are_taken(api: BotApi) -> None:
    data = {"text": "a", "callback_data": "ж" * 32}
    await api.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=inline(*[[data] * 8] * 12, [data] * 4))


async def test_the_standing_keyboard_stays_until_removed(api: BotApi, client: SimulatorClient) -> None:
    async def standing() -> object:
        chats = (await client.state())["chats"]
        return next(chat["keyboard"] for chat in chats if (chat["bot"], chat["id"]) == (api.id, ANNA))

    words = {"keyboard": [[{"text": "Сегодня"}]], "is_persistent": True, "resize_keyboard": True}
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=words)
    assert "reply_markup" not in sent
    assert (await client.messages(api.id, ANNA))[-1]["sim"]["reply_markup"] == words
    await api.ok("sendMessage", chat_id=ANNA, text="b", reply_markup=inline([CALLBACK]))
    await api.ok("sendMessage", chat_id=ANNA, text="c", reply_markup={"force_reply": True})
    assert await standing() == words

    await api.ok("sendMessage", chat_id=ANNA, text="d", reply_markup={"remove_keyboard": True})
    assert await standing() is None
