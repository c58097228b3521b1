import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BotApi, Json
from tests.simulator.pictures import png

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
MARKUP = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}


async def test_an_edit_replaces_text_and_takes_the_buttons_away(api: BotApi, client: SimulatorClient) -> None:
    sent = await api.ok("sendMessage", chat_id=ANNA, text="2", reply_markup=MARKUP)

    edited = await api.ok(
        "editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="<s>2</s> 5", parse_mode="HTML"
    )

    assert edited["text"] == "2 5"
    assert edited["edit_date"] >= sent["date"]
    assert "reply_markup" not in edited
    assert (await client.messages(api.id, ANNA))[-1]["text"] == "2 5"


async def test_an_edit_without_a_difference_is_refused(api: BotApi) -> None:
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a", reply_markup=MARKUP)
    here = {"chat_id": ANNA, "message_id": sent["message_id"]}

    assert await api.refused("editMessageText", **here, text=" a ", reply_markup=MARKUP) == NOT_MODIFIED
    assert await api.refused("editMessageReplyMarkup", **here, reply_markup=MARKUP) == NOT_MODIFIED
    assert "reply_markup" not in await api.ok("editMessageReplyMarkup", **here)
    assert await api.refused("editMessageReplyMarkup", **here) == NOT_MODIFIED


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("editMessageText", {"message_id": 999, "text": "b"}, "message to edit not found"),
        ("editMessageText", {"text": "b"}, "message identifier is not specified"),
        ("editMessageText", {"inline_message_id": "x"}, "invalid inline message identifier specified"),
        ("editMessageText", {"message_id": 1, "text": "b"}, "message can't be edited"),
        ("editMessageText", {"message_id": 2, "text": ""}, "message text is empty"),
        ("editMessageText", {"message_id": 2, "text": "a" * 4097}, "MESSAGE_TOO_LONG"),
        (
            "editMessageCaption",
            {"message_id": 2, "caption": "b"},
            "there is no caption in the message to edit",
        ),
        ("editMessageText", {"message_id": 3, "text": "b"}, "there is no text in the message to edit"),
        ("editMessageCaption", {"message_id": 3, "caption": "a" * 1025}, "MEDIA_CAPTION_TOO_LONG"),
        ("editMessageText", {"message_id": 4, "text": "b"}, "message can't be edited"),
        (
            "editMessageText",
            {"message_id": 2, "text": "b", "reply_markup": {"keyboard": [["a"]]}},
            "inline keyboard expected",
        ),
        ("editMessageMedia", {"message_id": 3, "media": "x"}, "can't parse InputMedia JSON object"),
    ],
)
async def test_what_cannot_be_edited_is_refused(
    api: BotApi, method: str, params: Json, description: str
) -> None:
    await api.ok("sendMessage", chat_id=ANNA, text="2")
    await api.ok("sendPhoto", {"photo/a.png": png(9, 9)}, chat_id=ANNA)
    await api.ok("sendMessage", chat_id=ANNA, text="4", reply_markup={"keyboard": [["a"]]})

    assert await api.refused(method, chat_id=ANNA, **params) == f"Bad Request: {description}"


async def test_captions_and_pictures_are_edited(api: BotApi) -> None:
    sent = await api.ok("sendPhoto", {"photo/a.png": png(9, 9)}, chat_id=ANNA, caption="a")
    here = {"chat_id": ANNA, "message_id": sent["message_id"]}

    assert (await api.ok("editMessageCaption", **here, caption="b"))["caption"] == "b"
    media = {"type": "photo", "media": "attach://new", "caption": "c"}
    edited = await api.ok("editMessageMedia", {"new/b.png": png(20, 10)}, **here, media=media)
    assert edited["photo"][-1]["width"] == 20
    assert edited["caption"] == "c"


async def test_an_album_keeps_its_kind(api: BotApi) -> None:
    items = [{"type": "photo", "media": f"attach://{name}"} for name in "ab"]
    files = {"a/a.png": png(9, 9), "b/b.png": png(9, 9)}
    first = (await api.ok("sendMediaGroup", files, chat_id=ANNA, media=items))[0]
    media = {"type": "document", "media": "attach://c"}

    assert await api.refused(
        "editMessageMedia",
        {"c/c.txt": b"c"},
        chat_id=ANNA,
        message_id=first["message_id"],
        media=media,
    ) == ("Bad Request: can't use the media of the specified type in the album")


async def test_a_person_edits_and_the_bot_hears_of_it(api: BotApi, client: SimulatorClient) -> None:
    sent = await client.send(api.id, ANNA, "ошипка")
    await client.edit(api.id, ANNA, sent["message_id"], "ошибка")

    heard = (await api.ok("getUpdates"))[-1]["edited_message"]

    assert (heard["message_id"], heard["text"]) == (sent["message_id"], "ошибка")
    assert heard["edit_date"]
