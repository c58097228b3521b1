import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BORIS, BotApi, Json


def commands(*names: str) -> list[Json]:
    return [{"command": name, "description": f"Что делает {name}"} for name in names]


async def seen(client: SimulatorClient, api: BotApi, chat: int, user: int = ANNA) -> list[str]:
    return [command["command"] for command in await client.commands(api.id, chat, user)]


async def test_a_person_sees_the_narrowest_commands(api: BotApi, client: SimulatorClient) -> None:
    await client.send(api.id, BORIS, "/start")
    assert await seen(client, api, ANNA) == []
    for name, scope in (
        ("start", None),
        ("private", {"type": "all_private_chats"}),
        ("anna", {"type": "chat", "chat_id": ANNA}),
    ):
        await api.ok("setMyCommands", commands=commands(name), **({"scope": scope} if scope else {}))

    assert await seen(client, api, ANNA) == ["anna"]
    assert await seen(client, api, BORIS, BORIS) == ["private"]
    await api.ok("deleteMyCommands", scope={"type": "chat", "chat_id": ANNA})
    assert await seen(client, api, ANNA) == ["private"]
    await api.ok("deleteMyCommands", scope={"type": "all_private_chats"})
    assert await seen(client, api, ANNA) == ["start"]


async def test_a_persons_language_is_preferred_within_a_scope(api: BotApi, client: SimulatorClient) -> None:
    await client.send(api.id, BORIS, "/start")
    await api.ok("setMyCommands", commands=commands("english"))
    await api.ok("setMyCommands", commands=commands("russian"), language_code="ru")

    assert await seen(client, api, ANNA) == ["russian"]
    assert await seen(client, api, BORIS, BORIS) == ["english"]
    assert [c["command"] for c in await api.ok("getMyCommands")] == ["english"]
    assert [c["command"] for c in await api.ok("getMyCommands", language_code="ru")] == ["russian"]


async def test_in_a_group_administrators_and_single_members_have_their_own(
    api: BotApi, client: SimulatorClient
) -> None:
    group = (await client.make_group(api.id, "7Б", [ANNA, BORIS], by=ANNA))["id"]
    for name, scope in (
        ("group", {"type": "all_group_chats"}),
        ("admins", {"type": "all_chat_administrators"}),
    ):
        await api.ok("setMyCommands", commands=commands(name), scope=scope)
    assert await seen(client, api, group, ANNA) == ["admins"]
    assert await seen(client, api, group, BORIS) == ["group"]

    member = {"type": "chat_member", "chat_id": group, "user_id": BORIS}
    await api.ok("setMyCommands", commands=commands("boris"), scope=member)
    admins = {"type": "chat_administrators", "chat_id": group}
    await api.ok("setMyCommands", commands=commands("here"), scope=admins)
    assert await seen(client, api, group, ANNA) == ["here"]
    assert await seen(client, api, group, BORIS) == ["boris"]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"commands": commands("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("дневник")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("a" * 33)}, "command length must not exceed 32"),
        ({"commands": commands("/")}, "command must be non-empty"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        (
            {"commands": [{"command": "a", "description": "a" * 257}]},
            "command description length must not exceed 256",
        ),
        ({"commands": commands(*["a"] * 101)}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": ["a"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [], "language_code": "rus"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "everybody"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
        ({"commands": [], "scope": [1]}, "can't parse BotCommandScope: expected an Object"),
        (
            {"commands": [], "scope": {"type": "chat_administrators", "chat_id": ANNA}},
            "can't use scope chat_administrators in a private chat",
        ),
    ],
)
async def test_wrong_commands_are_refused(api: BotApi, params: Json, description: str) -> None:
    assert await api.refused("setMyCommands", **params) == f"Bad Request: {description}"


@pytest.mark.parametrize(("field", "most"), [("Name", 64), ("Description", 512), ("ShortDescription", 120)])
async def test_a_bot_describes_itself_in_each_language(api: BotApi, field: str, most: int) -> None:
    key = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[field]
    await api.ok(f"setMy{field}", **{key: "Diary"})
    await api.ok(f"setMy{field}", **{key: "Дневник"}, language_code="ru")

    assert await api.ok(f"getMy{field}") == {key: "Diary"}
    assert await api.ok(f"getMy{field}", language_code="ru") == {key: "Дневник"}
    await api.ok(f"setMy{field}", language_code="ru")
    assert await api.ok(f"getMy{field}", language_code="ru") == {key: "Diary"}
    assert "is too long" in await api.refused(f"setMy{field}", **{key: "a" * (most + 1)})


async def test_the_menu_button_is_set_for_all_or_for_one(api: BotApi, client: SimulatorClient) -> None:
    assert await api.ok("getChatMenuButton") == {"type": "commands"}
    await api.ok("setChatMenuButton", menu_button={"type": "default"})
    await api.ok("setChatMenuButton", chat_id=ANNA, menu_button={"type": "commands"})

    assert await api.ok("getChatMenuButton") == {"type": "default"}
    assert await api.ok("getChatMenuButton", chat_id=ANNA) == {"type": "commands"}
    assert await api.refused("setChatMenuButton", menu_button={"type": "magic"}) == (
        "Bad Request: can't parse menu button: invalid type specified"
    )
    group = (await client.make_group(api.id, "7Б", [ANNA], by=ANNA))["id"]
    assert await api.refused("setChatMenuButton", chat_id=group) == (
        "Bad Request: chat must be a private chat"
    )
