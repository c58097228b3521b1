import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BORIS, BotApi, Json

RESERVED = (
    "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"
)


async def test_a_message_arrives_as_telegram_shows_it(api: BotApi, client: SimulatorClient) -> None:
    sent = await api.ok("sendMessage", chat_id=ANNA, text=" <b>Пётр</b> /help ", parse_mode="HTML")

    assert sent["from"]["id"] == api.id
    assert sent["chat"] == {
        "id": ANNA,
        "type": "private",
        "first_name": "Анна",
        "last_name": "Иванова",
        "username": "anna_i",
    }
    assert sent["text"] == "Пётр /help"
    assert [entity["type"] for entity in sent["entities"]] == ["bold", "bot_command"]
    shown = (await client.messages(api.id, ANNA))[-1]
    assert shown.pop("sim") == {"deleted": False, "callbacks_pending": 0}
    assert shown == sent


async def test_message_ids_grow_over_all_private_chats(api: BotApi, client: SimulatorClient) -> None:
    await client.send(api.id, BORIS, "/start")
    ids = [(await api.ok("sendMessage", chat_id=c, text="a"))["message_id"] for c in (ANNA, BORIS, ANNA)]

    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"chat_id": "", "text": "a"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 404, "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "a"}, "Bad Request: chat not found"),
        ({"chat_id": BORIS, "text": "a"}, "Forbidden: bot can't initiate conversation with a user"),
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n "}, "Bad Request: message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
        ({"text": "a" * 4097}, "Bad Request: message is too long"),
        ({"text": "🎓" * 2049}, "Bad Request: message is too long"),
        (
            {"text": "ё<b>a", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "ё</b>", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Unexpected end tag at byte offset 2",
        ),
        ({"text": "a.", "parse_mode": "MarkdownV2"}, RESERVED),
        ({"text": "a", "parse_mode": "Markdown"}, "Bad Request: unsupported parse_mode"),
        ({"text": "a", "reply_markup": [1]}, "Bad Request: object expected as reply markup"),
    ],
)
async def test_a_wrong_message_is_refused(api: BotApi, params: Json, description: str) -> None:
    assert await api.refused("sendMessage", **{"chat_id": ANNA, **params}) == description


async def test_lengths_count_after_parsing_and_in_utf16_units(api: BotApi) -> None:
    assert await api.ok("sendMessage", chat_id=ANNA, text="🎓" * 2048)
    assert await api.ok("sendMessage", chat_id=ANNA, text=f"<b>{'a' * 4096}</b>", parse_mode="HTML")


async def test_a_username_is_an_address(api: BotApi) -> None:
    assert (await api.ok("sendMessage", chat_id="@anna_i", text="a"))["chat"]["id"] == ANNA


async def test_link_previews_are_remembered(api: BotApi) -> None:
    options = {"is_disabled": True}
    sent = await api.ok("sendMessage", chat_id=ANNA, text="school.ru", link_preview_options=options)

    assert sent["link_preview_options"] == options


async def test_what_the_simulator_cannot_digest_is_answered_as_json(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = await api.refused("setMessageReaction", chat_id=ANNA, message_id=1, reaction=["👍"])

    assert refusal == "Internal Server Error"
    assert "setMessageReaction has failed" in caplog.text


async def test_a_blocked_bot_is_forbidden_until_unblocked(api: BotApi, client: SimulatorClient) -> None:
    await client.block(api.id, ANNA)
    assert await api.refused("sendMessage", chat_id=ANNA, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    await client.unblock(api.id, ANNA)
    await api.ok("sendMessage", chat_id=ANNA, text="a")

    changes = [update["my_chat_member"] for update in await api.ok("getUpdates")]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_mentions_by_id_name_known_people_only(api: BotApi) -> None:
    text = f'<a href="tg://user?id={ANNA}">она</a> <a href="tg://user?id=5">никто</a>'

    sent = await api.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")

    assert [entity["user"]["first_name"] for entity in sent["entities"]] == ["Анна"]


async def test_protected_messages_cannot_be_copied_or_forwarded(api: BotApi) -> None:
    secret = await api.ok("sendMessage", chat_id=ANNA, text="a", protect_content=True)
    params = {"chat_id": ANNA, "from_chat_id": ANNA, "message_id": secret["message_id"]}

    assert secret["has_protected_content"]
    assert await api.refused("copyMessage", **params) == "Bad Request: message can't be copied"
    assert await api.refused("forwardMessage", **params) == (
        "Bad Request: message has protected content and can't be forwarded"
    )


async def test_a_copy_has_no_author_and_a_forward_has(api: BotApi, client: SimulatorClient) -> None:
    question = await client.send(api.id, ANNA, "Когда собрание?")
    source = {"chat_id": ANNA, "from_chat_id": ANNA, "message_id": question["message_id"]}

    copy = await api.ok("copyMessage", **source)
    forward = await api.ok("forwardMessage", **source)

    copied = (await client.messages(api.id, ANNA))[-2]
    assert (copied["message_id"], copied["text"]) == (copy["message_id"], "Когда собрание?")
    assert "forward_origin" not in copied
    assert forward["forward_origin"]["sender_user"]["id"] == ANNA


async def test_several_messages_are_copied_and_forwarded_without_the_missing(
    api: BotApi, client: SimulatorClient
) -> None:
    ids = [(await client.send(api.id, ANNA, text))["message_id"] for text in "ab"]
    source: Json = {"chat_id": ANNA, "from_chat_id": ANNA, "message_ids": [*ids, 9999]}

    assert len(await api.ok("copyMessages", **source)) == 2
    assert len(await api.ok("forwardMessages", **source)) == 2
    said = [message["text"] for message in await client.messages(api.id, ANNA)]
    assert said[-6:] == ["a", "b"] * 3


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("copyMessage", {"message_id": 99}, "message to copy not found"),
        ("forwardMessage", {"message_id": 99}, "message to forward not found"),
        ("copyMessages", {"message_ids": [99]}, "there are no messages to copy"),
        ("forwardMessages", {"message_ids": [99]}, "there are no messages to forward"),
        ("copyMessages", {"message_ids": []}, "message identifiers are not specified"),
        ("copyMessages", {"message_ids": list(range(101))}, "too many message identifiers specified"),
        ("copyMessages", {"message_ids": "1"}, "expected an Array of message identifiers"),
        ("copyMessage", {"from_chat_id": 404, "message_id": 1}, "chat not found"),
    ],
)
async def test_what_is_not_there_cannot_be_copied(
    api: BotApi, method: str, params: Json, description: str
) -> None:
    params = {"chat_id": ANNA, "from_chat_id": ANNA, **params}

    assert await api.refused(method, **params) == f"Bad Request: {description}"


async def test_chat_actions_are_seen_and_checked(api: BotApi, client: SimulatorClient) -> None:
    seq = (await client.state())["seq"]
    await api.ok("sendChatAction", chat_id=ANNA, action="typing")

    _, events = await client.poll(seq)
    assert [(e["kind"], e["action"]) for e in events if e["bot"] == api.id] == [("chat_action", "typing")]
    assert await api.refused("sendChatAction", chat_id=ANNA, action="dancing") == (
        "Bad Request: wrong parameter action in request"
    )
