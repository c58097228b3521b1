import pytest

from simulator.client import SimulatorClient, SimulatorRefusedError
from tests.simulator.asking import ANNA, BORIS, BotApi, Json


async def group_of(api: BotApi, client: SimulatorClient) -> int:
    return int((await client.make_group(api.id, "7Б", [ANNA, BORIS], by=ANNA))["id"])


async def heard(api: BotApi) -> list[Json]:
    updates = await api.ok("getUpdates")
    if updates:
        await api.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
    return list(updates)


async def test_a_private_chat_and_its_person_are_described(api: BotApi) -> None:
    chat = await api.ok("getChat", chat_id=ANNA)
    assert (chat["type"], chat["first_name"], chat["active_usernames"]) == ("private", "Анна", ["anna_i"])

    assert await api.ok("getChatMemberCount", chat_id=ANNA) == 2
    assert (await api.ok("getChatMember", chat_id=ANNA, user_id=ANNA))["status"] == "member"
    assert await api.refused("getChatAdministrators", chat_id=ANNA) == (
        "Bad Request: there are no administrators in the private chat"
    )


async def test_a_group_and_its_members_are_described(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)
    chat = await api.ok("getChat", chat_id=group)
    assert (chat["type"], chat["title"]) == ("group", "7Б")

    assert await api.ok("getChatMemberCount", chat_id=group) == 3
    statuses = [
        (await api.ok("getChatMember", chat_id=group, user_id=user))["status"]
        for user in (ANNA, BORIS, api.id)
    ]
    assert statuses == ["creator", "member", "member"]
    admins = await api.ok("getChatAdministrators", chat_id=group)
    assert [admin["user"]["id"] for admin in admins] == [ANNA]
    assert await api.refused("getChatMember", chat_id=group, user_id=5) == (
        "Bad Request: PARTICIPANT_ID_INVALID"
    )
    assert await api.refused("getChatMember", chat_id=group) == "Bad Request: invalid user_id specified"


async def test_a_bot_hears_that_it_was_added(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)

    added, created = await heard(api)

    change = added["my_chat_member"]
    assert (change["chat"]["id"], change["from"]["id"]) == (group, ANNA)
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert created["message"]["group_chat_created"]


async def test_in_a_group_a_bot_hears_only_what_is_meant_for_it(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)
    mine = await api.ok("sendMessage", chat_id=group, text="Здравствуйте")
    await heard(api)
    name = f"bot{api.id}"
    for text in (
        "болтовня",
        "/help",
        f"/help@{name}",
        "/help@other_bot",
        f"@{name} привет",
        "@anna_i привет",
    ):
        await client.send(api.id, group, text, sender=BORIS)
    await client.send(api.id, group, "ответ", sender=BORIS, reply_to_message_id=mine["message_id"])

    assert [update["message"]["text"] for update in await heard(api)] == [
        "/help",
        f"/help@{name}",
        f"@{name} привет",
        "ответ",
    ]


async def test_a_group_becomes_a_supergroup_with_new_ids(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)
    await heard(api)
    new = await client.migrate(api.id, group)

    to, came = [update["message"] for update in await heard(api)]
    assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (group, new)
    assert (came["chat"]["id"], came["migrate_from_chat_id"], came["message_id"]) == (new, group, 1)
    status, body = await api.call("sendMessage", {"chat_id": group, "text": "a"})
    assert status == 400
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new}
    sent = await api.ok("sendMessage", chat_id=new, text="a")
    assert (sent["chat"]["type"], sent["message_id"]) == ("supergroup", 2)
    assert new < -1_000_000_000_000
    with pytest.raises(SimulatorRefusedError, match="supergroup"):
        await client.send(api.id, group, "/help", sender=ANNA)
    with pytest.raises(SimulatorRefusedError, match="already"):
        await client.migrate(api.id, new)


@pytest.mark.parametrize(("upgraded", "kind"), [(False, "group"), (True, "supergroup")])
async def test_a_kicked_bot_is_told_and_forbidden(
    api: BotApi, client: SimulatorClient, *, upgraded: bool, kind: str
) -> None:
    group = await group_of(api, client)
    if upgraded:
        group = await client.migrate(api.id, group)
    await client.kick(api.id, group)

    assert (await heard(api))[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await api.refused("sendMessage", chat_id=group, text="a") == (
        f"Forbidden: bot was kicked from the {kind} chat"
    )


async def test_a_bot_is_taken_into_the_group_again(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)
    await client.kick(api.id, group)
    await client.add_again(api.id, group, by=ANNA)

    changes = [one["my_chat_member"] for one in await heard(api) if "my_chat_member" in one]
    assert changes[-1]["new_chat_member"]["status"] == "member"
    assert await api.ok("sendMessage", chat_id=group, text="a")


async def test_a_bot_that_left_is_no_member(api: BotApi, client: SimulatorClient) -> None:
    group = await group_of(api, client)
    assert await api.ok("leaveChat", chat_id=group)

    assert await api.refused("sendMessage", chat_id=group, text="a") == (
        "Forbidden: bot is not a member of the group chat"
    )
    assert "private" in await api.refused("leaveChat", chat_id=ANNA)


async def test_messages_are_pinned_privately_and_only_by_administrators_in_groups(
    api: BotApi, client: SimulatorClient
) -> None:
    sent = await api.ok("sendMessage", chat_id=ANNA, text="важное")
    here = {"chat_id": ANNA, "message_id": sent["message_id"]}
    await api.ok("pinChatMessage", **here)
    assert (await api.ok("getChat", chat_id=ANNA))["pinned_message"]["text"] == "важное"
    await api.ok("unpinChatMessage", **here)
    assert "pinned_message" not in await api.ok("getChat", chat_id=ANNA)

    assert await api.refused("unpinChatMessage", **here) == "Bad Request: message to unpin not found"
    assert await api.refused("pinChatMessage", chat_id=ANNA, message_id=999) == (
        "Bad Request: message to pin not found"
    )
    group = await group_of(api, client)
    assert await api.refused("pinChatMessage", chat_id=group, message_id=1) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )


async def test_a_bot_reacts_with_one_known_emoji(api: BotApi, client: SimulatorClient) -> None:
    here = {"chat_id": ANNA, "message_id": 1}
    like = {"type": "emoji", "emoji": "👍"}
    await api.ok("setMessageReaction", **here, reaction=[like])
    assert (await client.messages(api.id, ANNA))[0]["sim"]["reactions"] == [like]

    for reaction, description in (
        ([like, like], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "x"}], "REACTION_INVALID"),
        ({}, "expected an Array of ReactionType"),
    ):
        if reaction:
            refusal = await api.refused("setMessageReaction", **here, reaction=reaction)
            assert refusal == f"Bad Request: {description}"
    assert await api.refused("setMessageReaction", chat_id=ANNA, message_id=999) == (
        "Bad Request: message to react not found"
    )
